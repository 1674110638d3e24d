"""The folder that the local issuer works on: the stack marks it, the issuer looks for the mark."""

from pathlib import Path

MARKER = "LOCAL-STACK-ONLY"
MARK = "This folder belongs to a local stack: its issuer gives tokens without passwords.\n"


def mark_folder(folder: Path) -> None:
    """Mark a folder as a local stack's; done by the stack alone."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text(MARK)


def is_marked(folder: Path) -> bool:
    return (folder / MARKER).exists()
