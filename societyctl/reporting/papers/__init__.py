"""What each paper says: frozen values drawn from records and verdicts, ready to be printed."""
