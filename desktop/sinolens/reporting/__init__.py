"""The committee report as data, and its writers: workbook, PDF, JSON and chart files."""
