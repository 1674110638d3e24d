"""Drafting's rows: read and written here, and nowhere else."""
