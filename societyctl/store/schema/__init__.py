"""Tables declared once, the way to the database, and migrations."""
