"""The order and the clock of a dispatch."""
