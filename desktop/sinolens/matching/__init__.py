"""Identifiers and names to the exact issuer or list entry, with evidence and the runner-up."""
