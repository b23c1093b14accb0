"""What was changed, by which batch, and the way back."""
