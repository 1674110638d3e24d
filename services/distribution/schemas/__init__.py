"""JSON at the records desk's door."""
