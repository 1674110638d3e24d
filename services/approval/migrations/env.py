"""Migrates approval's schema."""

from services.approval.tables import metadata
from shared.runtime.migrations import run

run(metadata)
