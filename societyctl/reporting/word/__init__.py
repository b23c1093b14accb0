"""Word files: drawn, merged, traced, verified."""
