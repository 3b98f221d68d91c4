"""The desktop window. The only package that knows Qt."""
