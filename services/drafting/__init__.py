"""Drafting owns the text."""
