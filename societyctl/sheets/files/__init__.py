"""Files into grids of cells: every format a spreadsheet comes in."""
