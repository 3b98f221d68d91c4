"""Workbook to cells to table to mapped columns to positions and findings."""
