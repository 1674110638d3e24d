"""What the records desk does; each operation within the caller's transaction."""
