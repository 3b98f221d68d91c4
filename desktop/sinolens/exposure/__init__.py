"""The cube: totals by any dimension."""
