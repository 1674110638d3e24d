"""What a file at a draft is for; the command line says it without knowing what is accepted."""

from typing import Final

SUPPORTING: Final = "supporting"
"""For the reviewers; it never leaves the office."""
ANNEX: Final = "annex"
"""Issued with the dispatch."""
