"""What was changed, and by which batch; the checks that were kept."""
