"""Which migrations this release has, told by their files: whoever only asks loads no library."""

from pathlib import Path
from typing import Final

SERVICES: Final = Path(__file__).parents[2] / "services"


def knows(service: str, revision: str) -> bool:
    """Whether this release has a service's migration, and so can bring its schema further."""
    return revision in revisions_of(service)


def revisions_of(service: str) -> set[str]:
    """Every file is called by its revision, and then by what it does."""
    files = (SERVICES / service / "migrations" / "versions").glob("[0-9]*.py")
    return {"_".join(file.stem.split("_")[:2]) for file in files}
