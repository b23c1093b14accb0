"""Program files: read, checked, every mistake located."""
