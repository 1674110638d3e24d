"""One line about a dispatch, as operators read it above its workflow."""

from typing import Final

LONGEST: Final = 120
"""Letters of the subject that operators are shown."""


def caption(case: str, subject: str | None) -> str:
    """The line "Công văn SVHTTDL-2026-000001: Triển khai …"; a long subject is cut."""
    line = " ".join((subject or "").split())
    short = line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
    return f"Công văn {case}: {short}" if short else f"Công văn {case}"
