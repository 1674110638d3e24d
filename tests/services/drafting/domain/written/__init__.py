"""Dispatches made for tests: what they say is known, how they are written varies (reader)."""
