"""Approval's rules: what a round's facts mean, and who may do what with it."""
