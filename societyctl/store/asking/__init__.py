"""Selections answered in SQL."""
