"""Records on their way in: told apart, compared, saved; and batches taken back."""
