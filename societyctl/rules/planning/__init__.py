"""The least that is still to be done."""
