"""Widgets that paint figures."""
