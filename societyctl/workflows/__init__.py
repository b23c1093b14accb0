"""One function per job a person comes with; they open, call, commit, and print nothing."""
