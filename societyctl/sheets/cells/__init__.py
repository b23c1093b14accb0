"""Cells into values, one module per family of field types; ``converters`` lists them all."""
