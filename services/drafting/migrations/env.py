"""Migrates drafting's schema."""

from services.drafting.tables import metadata
from shared.runtime.migrations import run

run(metadata)
