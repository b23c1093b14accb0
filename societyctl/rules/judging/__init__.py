"""Selections asked, tallies judged, verdicts given."""
