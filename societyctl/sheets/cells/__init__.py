"""Cells into values, one module per family of field types."""
