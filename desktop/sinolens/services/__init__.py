"""Use cases: import, analyse, override, export."""
