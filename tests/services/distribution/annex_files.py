"""Files that go out with a dispatch: one that the agency can sign, and one that it can't."""

from typing import Final

from shared.document.layout import render_draft
from shared.document.model import Paper, SignatureBlock
from shared.document.version import FrozenAttachment
from shared.domain.canonical import sha256
from tests.services.distribution.records_desk import HEAD, LINES, NAME, TEXT, RecordsDesk

TABLE: Final = b"PK\x03\x04 a workbook"


def scan() -> bytes:
    block = SignatureBlock(lines=LINES, name=NAME)
    return render_draft(Paper(letterhead=HEAD, text=TEXT, signature=block))


async def attached(desk: RecordsDesk, name: str, kind: str, content: bytes) -> FrozenAttachment:
    """A file as the frozen version names it, with its bytes in the store."""
    await desk.blob(content)
    media_type = "application/pdf" if name.endswith(".pdf") else "application/vnd.ms-excel"
    return FrozenAttachment(
        name=name, kind=kind, media_type=media_type, size=len(content), sha256=sha256(content)
    )
