"""Migrates distribution's schema."""

from services.distribution.tables import metadata
from shared.runtime.migrations import run

run(metadata)
