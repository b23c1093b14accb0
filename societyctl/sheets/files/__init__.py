"""Files into grids of cells with their true addresses; ``opening`` is the door to all formats."""
