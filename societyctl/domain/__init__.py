"""Records, periods, selections and results: values that every layer speaks of."""
