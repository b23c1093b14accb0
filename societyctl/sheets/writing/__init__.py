"""Workbooks handed to people: blank, filled, annotated."""
