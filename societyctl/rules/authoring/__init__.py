"""Help for people who write program files."""
