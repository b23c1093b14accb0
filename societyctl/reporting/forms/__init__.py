"""Sources of the packaged Word templates: one module for each paper, built from shared blocks."""
