"""The bundled reference data, reached as `sinolens.resources` through importlib.resources."""
