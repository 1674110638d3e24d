"""How the files of a package are called, and those beside the packages."""

from typing import Final

METADATA: Final = "metadata.xml"
SEALED: Final = "issued/sealed.pdf"
NEWEST: Final = "issued/renewed.pdf"
"""The sealed file with later stamps over it; only where there are any."""
DESK: Final = "record/desk.json"
READABLE: Final = "version.txt"
"""In the folder of a round: for people's eyes, proved by nothing but the list."""


def events_file(chain: str) -> str:
    return f"events/{chain}.json"


def head_file(agency: str) -> str:
    """Beside the packages: where an agency's register ended when the export did."""
    return f"register-{agency}.json"
