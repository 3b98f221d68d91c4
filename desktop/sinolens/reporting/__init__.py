"""The committee report as data, and its Excel, PDF, JSON and SVG writers."""
