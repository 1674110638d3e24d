"""A frozen version as plain text, for whoever has no other means of reading it."""

from collections.abc import Iterator

from shared.document.model import DispatchText
from shared.document.version import FrozenVersion, thaw


def readable(frozen: bytes) -> bytes:
    """The text in the order of the paper, UTF-8; it says less than the frozen bytes do."""
    version = thaw(frozen)
    return "\n".join(_lines(version)).encode()


def _lines(version: FrozenVersion) -> Iterator[str]:
    head, text = version.letterhead, version.text
    yield f"{version.case}, lần trình {version.round}"
    yield f"{head.parent} / {head.issuer} / {head.symbol} / {head.place}"
    yield f"V/v: {text.subject}"
    yield from (f"Kính gửi: {one}" for one in text.addressees)
    yield from text.bases
    for paragraph in text.paragraphs:
        yield from ("", paragraph)
    yield ""
    yield from text.signature_lines
    yield text.signer_name
    yield ""
    yield "Nơi nhận:"
    yield from (f"- {one}" for one in text.recipients)
    yield f"- Lưu: {text.file_copy}"
    yield from _annexes(text)
    for one in version.attachments:
        yield f"Kèm theo ({one.kind}): {one.name}, {one.size} byte, SHA-256 {one.sha256}"
    yield ""


def _annexes(text: DispatchText) -> Iterator[str]:
    for annex in text.annexes:
        yield from ("", annex.title)
        for paragraph in annex.paragraphs:
            yield from ("", paragraph)
