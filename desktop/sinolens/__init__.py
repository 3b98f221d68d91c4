"""Sinolens: Chinese-AI exposure of an endowment, by category and regulatory tier."""

__version__ = "0.1.0"
