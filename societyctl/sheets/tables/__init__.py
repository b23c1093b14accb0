"""Grids into tables: where they stand, what kind they are, which column holds which field."""
