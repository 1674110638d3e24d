"""Distribution owns the records desk."""
