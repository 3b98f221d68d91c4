"""The encrypted project file, audit log, settings and paths."""
