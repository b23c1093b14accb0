"""Program files and judging: what a notice asks, measured on tallies, never on a store."""
