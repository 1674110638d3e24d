"""Plumbing of every process."""
