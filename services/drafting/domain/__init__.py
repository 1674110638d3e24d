"""Drafting's rules: what a text says, what is wrong with it, what may not be kept."""
