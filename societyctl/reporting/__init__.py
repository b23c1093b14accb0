"""Results on every face: versioned views, terminal pages, Word papers and workbooks."""
