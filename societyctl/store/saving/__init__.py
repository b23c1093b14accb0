"""Records on their way in: told apart, compared, saved."""
