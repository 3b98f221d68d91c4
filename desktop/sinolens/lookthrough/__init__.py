"""Funds to their underlying lines, recursive, with coverage kept."""
