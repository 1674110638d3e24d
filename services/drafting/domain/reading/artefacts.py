"""Lines that say nothing of their own: rules, page numbers, marks of scans, portals and signers."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from services.drafting.domain.reading.pieces import RIGHT_COLUMN, Piece

ARTEFACT = "artefacts"
LONGEST_MARK = 400
LONGEST_WORDS = 40
"""Letters: of a rule or a tag, of a mark in words."""

_RULE = re.compile(r"[\W_]*", re.ASCII)
_PAGE = re.compile(r"(?:trang|page)\s*:?\s*[0-9]{1,4}(?:\s*[/|-]?\s*(?:of|tren)?\s*[0-9]{1,4})?")
_NUMBER = re.compile(r"[-–—~.\s\[(]*(?P<number>[0-9]{1,3})(?:\s*/\s*[0-9]{1,3})?[-–—~.\s\])]*")
_MARK = re.compile(
    r"[\[(|\s]*(?:du thao(?: (?:lan|so|ban))?\s*(?:[0-9]{1,2}|[ivx]{1,4})?"
    r"|ban (?:du thao|sao|chinh|goc)"
    r"|luu hanh noi bo|xem xong tra lai|tai lieu thu hoi|(?:sao y|trich sao|sao luc)(?: ban chinh)?"
    r"|signature not verified|mau van ban)[\])|.\s]*"
)
_MAY_BE_MARK = re.compile(
    r"[\[(|\s]*(?:d[ựu]\s|b[ảa]n\s|l[ưu]u\s|xem\s|t[àa]i\s|sao\s|tr[íi]ch\s|signature|m[ẫa]u\s|trang|page)",
    re.IGNORECASE,
)
_SIGNED_BY = re.compile(
    r"(?:ky boi|nguoi ky|ngay ky|gio ky|thoi gian ky|email|co quan|chuc vu|noi ky|ly do ky"
    r"|signed by|digitally signed|reason|location|date)\s*:.*"
)
"""What signing programs print over a page."""
_PORTAL = re.compile(
    r"(?:in bai viet|ban in|binh luan|tin khac|tin lien quan|cac tin khac|tai ve|tai xuong|xem mau"
    r"|tai ban day du.*|xem chi tiet.*|van ban goc|luoc do|noi dung text.*|chia se.*|facebook|zalo"
    r"|trang chu.*|dang nhap.*|gui binh luan|y kien ban doc|\* vui long nhap binh luan.*|luot xem.*"
    r"|ban dang xem ban rut gon.*|(?:he thong phap luat )?dang tai (?:noi dung|van ban).*"
    r"|tu khoa\s*:.*|(?:. )?(?:so hieu|noi ban hanh|hieu luc|tinh trang)\s*:.*"
    r"|(?:. )?ngay (?:ban hanh|cong bao|co hieu luc|het hieu luc)\s*:.*"
    r"|noi dung text\s*:.*|tac gia(?: bai viet)?:.*|nguon:.*"
    r"|you are on page.*|file dinh kem.*|download.*|http\S+"
    r"|www\.\S+)"
)
_FILE = re.compile(
    r"(?:[A-Za-z]:[\\/]|[\\/]{2}|/(?:home|users|mnt)/|file:)\S.*|\S+\.(?:docx?|pdf|odt|rtf)"
)
_TAGS = re.compile(r"(?:</?[a-z][a-z0-9]*[^<>]{0,200}>|&nbsp;|```\w*|\\r|\\n|\s)+", re.IGNORECASE)


def mark_artefacts(pieces: Sequence[Piece]) -> None:
    """Take every line that is no part of the text, wherever it stands."""
    for piece in pieces:
        if len(piece.text) <= LONGEST_MARK and _is_artefact(piece):
            piece.use = ARTEFACT
    _mark_page_numbers(pieces)
    _mark_running_heads(pieces)


def is_file_path(text: str) -> bool:
    return _FILE.fullmatch(text) is not None


def is_portal(piece: Piece) -> bool:
    """Whether the line is the portal's that showed the text, once the text itself is over."""
    return piece.short and _PORTAL.fullmatch(piece.folded) is not None


def _is_artefact(piece: Piece) -> bool:
    if len(piece.text) > LONGEST_WORDS:
        return not any(map(str.isalnum, piece.text)) or _TAGS.fullmatch(piece.text) is not None
    return (
        (piece.text.isascii() and _RULE.fullmatch(piece.text) is not None)
        or not any(map(str.isalnum, piece.text))
        or _TAGS.fullmatch(piece.text) is not None
        or (_MAY_BE_MARK.match(piece.text) is not None and _is_mark(piece.folded))
    )


def _is_mark(folded: str) -> bool:
    return _PAGE.fullmatch(folded) is not None or _MARK.fullmatch(folded) is not None


def is_signing_note(piece: Piece) -> bool:
    """Whether a signing program printed the line: "Ký bởi: ...", "Thời gian ký: ..."."""
    return piece.short and _SIGNED_BY.fullmatch(piece.folded) is not None


def _mark_page_numbers(pieces: Sequence[Piece]) -> None:
    """A number alone is a page's if it is the next one, and no cell of a table."""
    expected = {1, 2}
    for before, piece, after in zip((None, *pieces), pieces, (*pieces[1:], None), strict=False):
        found = _NUMBER.fullmatch(piece.text) if not piece.use and piece.short else None
        apart = piece.gap or piece.page or after is None or after.gap or after.page
        if found is None or not (apart or before is None or piece.indent >= RIGHT_COLUMN):
            continue
        number = int(found["number"])
        if number in expected:
            piece.use = ARTEFACT
            expected = {number + 1}


def _mark_running_heads(pieces: Sequence[Piece]) -> None:
    """A line that opens page after page is the page's, not the text's."""
    heads = [piece for piece in pieces if piece.page and not piece.use and piece.short]
    heads += [
        after
        for before, after in pairwise(pieces)
        if before.use == ARTEFACT
        and _NUMBER.fullmatch(before.text)
        and not after.use
        and not after.page
    ]
    often = Counter(piece.folded for piece in heads)
    first = {piece.folded for piece in pieces[:1]}
    for piece in heads:
        if (often[piece.folded] > 1 or piece.folded in first) and piece is not pieces[0]:
            piece.use = ARTEFACT
