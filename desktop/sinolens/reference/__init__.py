"""Loads and checks the bundled facts; reads the official list files."""
