"""What `/verify` says of files that are not the issued one."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from shared.document.layout import render_draft
from shared.document.model import Paper, SignatureBlock
from shared.document.prepare import prepare
from tests.services.distribution.records_desk import HEAD, LINES, NAME, TEXT, RecordsDesk

PDF = {"Content-Type": "application/pdf"}
IN_THE_BOOK = "Sổ có số 01/SVHTTDL-VP ngày "


@pytest.fixture(scope="module")
async def issued(desk: RecordsDesk) -> bytes:
    case = await desk.lay()
    await desk.issue(case)
    await desk.send_out(case)
    async with desk.client() as clerk:
        return (await clerk.get(f"/dispatches/{case}/pdf")).content


def paper_of(subject: str) -> Paper:
    block = SignatureBlock(lines=LINES, name=NAME)
    return Paper(letterhead=HEAD, text=replace(TEXT, subject=subject), signature=block)


async def verified(desk: RecordsDesk, pdf: bytes) -> tuple[dict[str, Any], dict[str, str]]:
    """The verdict, and its problems' messages by their codes."""
    async with desk.client() as clerk:
        answer = await clerk.post("/verify", content=pdf, headers=PDF)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found, {one["code"]: one["message"] for one in found["problems"]}


def flipped(pdf: bytes, place: int) -> bytes:
    altered = bytearray(pdf)
    altered[place] ^= 1
    return bytes(altered)


def places(pdf: bytes) -> dict[str, int]:
    """Bytes of the text, of the person's signature, of the seal's time, of the last table."""
    return {
        "the text": pdf.index(b"stream") + 40,
        "the person's signature": pdf.index(b"/Contents <") + 2000,
        "the seal": pdf.rindex(b"(D:20") + len("(D:20261123083000") - 1,
        "the last table": pdf.rindex(b"startxref") + 12,
    }


@pytest.mark.parametrize(
    "what", ["the text", "the person's signature", "the seal", "the last table"]
)
async def test_an_altered_copy_is_said_to_differ_from_what_the_register_has(
    desk: RecordsDesk, issued: bytes, what: str
) -> None:
    found, problems = await verified(desk, flipped(issued, places(issued)[what]))
    first = found["problems"][0]
    assert first["code"] == "not_the_issued_file"
    assert first["message"].startswith(IN_THE_BOOK)
    assert first["message"].endswith("nhưng tệp này khác tệp đã phát hành.")
    assert not problems.keys() & {"not_registered", "person_not_trusted", "agency_not_trusted"}
    assert found["number"] == "01/SVHTTDL-VP"
    assert not found["whole"]


async def test_a_copy_with_other_bytes_where_nothing_is_signed_has_sound_signatures(
    desk: RecordsDesk, issued: bytes
) -> None:
    """The padding behind a signature in its container."""
    padding = issued.rindex(b"00>")
    altered = issued[:padding] + b"10>" + issued[padding + 3 :]
    found, problems = await verified(desk, altered)
    assert problems.keys() == {"not_the_issued_file"}
    assert "chữ ký và nội dung được ký còn nguyên" in problems["not_the_issued_file"]
    assert not found["whole"]


async def test_a_numbered_dispatch_without_seal_is_said_to_be_not_issued_yet(
    desk: RecordsDesk, issued: bytes
) -> None:
    assert issued
    paper = prepare(paper_of("Văn bản chưa đóng dấu"))
    desk.prepared, before = await desk.blob(paper), desk.prepared
    case = await desk.lay()
    desk.prepared = before
    number = await desk.issue(case)
    _, problems = await verified(desk, paper)
    message = problems["not_the_issued_file"]
    assert message.startswith(f"Sổ có số {number} ngày ")
    assert message.endswith("chưa có chữ ký số của cơ quan và chưa phát hành.")


async def test_an_unsigned_file_is_called_unsigned_and_not_broken(desk: RecordsDesk) -> None:
    from_elsewhere = BytesIO()
    with pikepdf.new() as other:
        other.add_blank_page()
        other.save(from_elsewhere, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    paper = paper_of("Văn bản chưa ký")
    for pdf in (from_elsewhere.getvalue(), render_draft(paper), prepare(paper)):
        found, problems = await verified(desk, pdf)
        assert problems["unsigned"] == "Tệp chưa có chữ ký số nào."
        assert not problems.keys() & {"unreadable", "not_prepared"}
        assert (found["whole"], found["registered"], found["signatures"]) == (False, False, [])
