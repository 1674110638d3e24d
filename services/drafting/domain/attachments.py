"""What may be attached to a draft: papers for the reviewers, and annexes that go out with it."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from services.drafting.domain.attachment_kinds import ANNEX, SUPPORTING
from services.drafting.domain.limits import refuse_unprintable
from services.drafting.domain.secrecy import refuse_secret
from shared.domain.refusals import Invalid, Refusal, TooLarge
from shared.domain.words import nfc

LARGEST = 20 * 1024 * 1024
LONGEST_FILE_NAME = 200
"""In bytes of UTF-8: file systems allow 255, some room is for what others add."""

_FORBIDDEN = frozenset('/\\:*?"<>|')


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedFile:
    file_name: str
    """In composed Unicode; only a name, never a path."""
    media_type: str


def accept_attachment(*, kind: str, file_name: str, content: bytes) -> AcceptedFile:
    """The file if it may be attached.

    Raises Invalid `attachment_kind`, `annex_type`, `file_name_unsafe`, `attachment_empty`,
    `attachment_type`, `attachment_content`, `secret_refused`; TooLarge `attachment_too_large`.
    """
    _refuse_kind(kind)
    name = nfc(file_name)
    _refuse_unsafe_name(name)
    if not content:
        raise _invalid("attachment_empty", "file", "Tệp không có nội dung.")
    if len(content) > LARGEST:
        raise TooLarge("attachment_too_large", "Tệp đính kèm không được lớn hơn 20 MB.")
    allowed = _TYPES.get(_extension(name))
    if kind == ANNEX and _extension(name) != "pdf":
        sentence = (
            "Phụ lục ban hành kèm văn bản phải là tệp PDF để cơ quan ký số được;"
            " hãy lưu tệp này thành PDF rồi đính kèm lại."
        )
        raise _invalid("annex_type", "file", sentence)
    if allowed is None:
        sentence = "Chỉ nhận tệp pdf, docx, xlsx, png, jpg và txt."
        raise _invalid("attachment_type", "file", sentence)
    media_type, is_that = allowed
    if not is_that(content):
        sentence = f'Nội dung tệp không phải loại ".{_extension(name)}" như tên tệp.'
        raise _invalid("attachment_content", "file", sentence)
    return AcceptedFile(file_name=name, media_type=media_type)


def _invalid(code: str, field: str, sentence: str) -> Invalid:
    return Invalid(code, sentence, details={field: sentence})


def _refuse_kind(kind: str) -> None:
    if kind not in {SUPPORTING, ANNEX}:
        sentence = (
            'Loại tệp đính kèm phải là "supporting" (tài liệu cho người duyệt)'
            ' hoặc "annex" (phụ lục ban hành kèm văn bản).'
        )
        raise _invalid("attachment_kind", "kind", sentence)


def _refuse_unsafe_name(name: str) -> None:
    # Cf has the marks that turn writing around: "annex<U+202E>fdp.exe" reads "annexexe.pdf".
    hidden = any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in name)
    if (
        hidden
        or not _FORBIDDEN.isdisjoint(name)
        or not name.strip(". ")
        or name != name.strip()
        or name.startswith(".")
        or len(name.encode()) > LONGEST_FILE_NAME
    ):
        sentence = (
            "Tên tệp không dùng được: không chứa đường dẫn, ký tự ẩn hay ký tự đặc biệt,"
            f" không bắt đầu bằng dấu chấm và không dài quá {LONGEST_FILE_NAME} byte."
        )
        raise _invalid("file_name_unsafe", "file", sentence)


def _extension(name: str) -> str:
    return name.rpartition(".")[2].casefold() if "." in name else ""


def _is_office_file(main_part: str) -> Callable[[bytes], bool]:
    def is_that(content: bytes) -> bool:
        if not content.startswith(b"PK\x03\x04"):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                names = set(package.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            return False
        return {"[Content_Types].xml", main_part} <= names

    return is_that


def _starts_with(magic: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(magic)


def _is_text(content: bytes) -> bool:
    """UTF-8 without control characters; a stamped one is refused like any text."""
    try:
        text = content.decode()
        refuse_unprintable(text, "file")
    except (UnicodeDecodeError, Refusal):
        return False
    refuse_secret(text)
    return True


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    "pdf": ("application/pdf", _starts_with(b"%PDF-")),
    "docx": (_DOCX, _is_office_file("word/document.xml")),
    "xlsx": (_XLSX, _is_office_file("xl/workbook.xml")),
    "png": ("image/png", _starts_with(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _starts_with(b"\xff\xd8\xff")),
    "txt": ("text/plain; charset=utf-8", _is_text),
}
