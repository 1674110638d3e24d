"""Attachments: papers and annexes of known types, with safe names, of modest size."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.drafting.domain.attachment_kinds import ANNEX, SUPPORTING
from services.drafting.domain.attachments import LARGEST, accept_attachment
from shared.domain.refusals import Invalid, Refusal, TooLarge


def package(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "<xml/>")
    return target.getvalue()


DOCX = package("[Content_Types].xml", "word/document.xml")
XLSX = package("[Content_Types].xml", "xl/workbook.xml")
PDF = b"%PDF-1.7\n"


def refusal_of(*, kind: str = "supporting", file_name: str = "a.pdf", content: bytes = PDF) -> str:
    with pytest.raises(Refusal) as refused:
        accept_attachment(kind=kind, file_name=file_name, content=content)
    return refused.value.code


@pytest.mark.parametrize(
    ("file_name", "content", "media_type"),
    [
        ("Danh sách.PDF", PDF, "application/pdf"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.png", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("a.jpg", b"\xff\xd8\xff\xe0....", "image/jpeg"),
        ("a.b.txt", "Danh sách\r\nphòng".encode(), "text/plain; charset=utf-8"),
    ],
)
def test_a_supporting_paper_of_a_known_type_is_accepted(
    file_name: str, content: bytes, media_type: str
) -> None:
    accepted = accept_attachment(kind="supporting", file_name=file_name, content=content)

    assert (accepted.file_name, accepted.media_type) == (file_name, media_type)


def test_a_name_is_kept_in_composed_unicode() -> None:
    accepted = accept_attachment(kind="supporting", file_name="Sơ\u0309.pdf", content=PDF)

    assert accepted.file_name == "Sở.pdf"


@pytest.mark.parametrize(("file_name", "content"), [("a.xlsx", XLSX), ("a.docx", DOCX)])
def test_an_annex_is_a_pdf_and_whoever_has_another_file_is_told_what_to_do(
    file_name: str, content: bytes
) -> None:
    assert accept_attachment(kind="annex", file_name="a.PDF", content=PDF).file_name == "a.PDF"
    with pytest.raises(Invalid, match="lưu tệp này thành PDF") as refused:
        accept_attachment(kind="annex", file_name=file_name, content=content)

    assert refused.value.code == "annex_type"
    assert refusal_of(kind="other") == "attachment_kind"


@pytest.mark.parametrize(
    ("file_name", "content"),
    [
        ("a.pdf", DOCX),
        ("a.docx", XLSX),
        ("a.docx", b"PK\x03\x04 not a package"),
        ("a.xlsx", package("xl/workbook.xml")),
        ("a.png", b"\xff\xd8\xff"),
        ("a.jpg", b"GIF89a"),
        ("a.txt", b"\xff\xfe\x00"),
        ("a.txt", b"a\x00b"),
    ],
)
def test_content_that_belies_its_name_is_refused(file_name: str, content: bytes) -> None:
    assert refusal_of(file_name=file_name, content=content) == "attachment_content"


@pytest.mark.parametrize("file_name", ["a.exe", "a", "a.pdf.zip", "a.docm", "a.svg"])
def test_other_types_are_refused(file_name: str) -> None:
    assert refusal_of(file_name=file_name) == "attachment_type"


@pytest.mark.parametrize(
    ("kind", "file_name"), [(SUPPORTING, "a.exe"), (ANNEX, "a.txt"), (ANNEX, "")]
)
def test_a_wrong_name_is_told_at_the_field_of_the_file(kind: str, file_name: str) -> None:
    with pytest.raises(Refusal) as refused:
        accept_attachment(kind=kind, file_name=file_name, content=PDF)
    assert set(refused.value.details) == {"file"}


@pytest.mark.parametrize(
    "file_name",
    [
        "",
        ".pdf",
        "..",
        "../a.pdf",
        "/etc/a.pdf",
        "c:\\a.pdf",
        "a\x00.pdf",
        "a\n.pdf",
        "annex\u202efdp.txt",
        " a.pdf",
        "a.pdf ",
        "a?.pdf",
        "ă" * 110 + ".pdf",
        "\ud800.pdf",
    ],
)
def test_unsafe_names_are_refused(file_name: str) -> None:
    assert refusal_of(file_name=file_name) == "file_name_unsafe"


def test_empty_and_too_large_files_are_refused() -> None:
    assert refusal_of(content=b"") == "attachment_empty"
    with pytest.raises(TooLarge):
        accept_attachment(kind="supporting", file_name="a.pdf", content=PDF + bytes(LARGEST))


def test_a_text_file_with_a_stamp_is_refused() -> None:
    stamped = "UBND TỈNH\nTUYỆT MẬT\n\nKính gửi: Sở".encode()

    assert refusal_of(file_name="a.txt", content=stamped) == "secret_refused"


@given(st.text(), st.binary(), st.integers(0, len(DOCX) - 1), st.integers(0, 255))
def test_nothing_but_a_refusal_is_raised(name: str, content: bytes, at: int, byte: int) -> None:
    damaged = DOCX[:at] + bytes([byte]) + DOCX[at + 1 :]
    for file_name, body in ((name, content), (f"{name}.docx", damaged), (f"{name}.txt", content)):
        try:
            accepted = accept_attachment(kind="supporting", file_name=file_name, content=body)
        except Refusal as refusal:
            assert refusal.code  # noqa: PT017 -- any other error must escape
        else:
            assert "/" not in accepted.file_name
