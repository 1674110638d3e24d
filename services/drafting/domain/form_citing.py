"""Rules of form about other documents: legal bases, citations, articles (ND30 PL1 II.6, PL2)."""

import re
from collections.abc import Iterator
from itertools import pairwise, takewhile
from typing import Final

from services.drafting.domain.form_remarks import correction, remark
from services.drafting.domain.office import Office
from services.drafting.domain.reading.citations import placed_citations
from services.drafting.domain.reading.model import Citation
from services.drafting.domain.replacement import entries
from shared.document.model import DispatchText, Finding
from shared.domain.document_types import DISPATCH

_BASIS: Final = re.compile(r"\s*(?:Căn cứ|Theo đề nghị|Xét (?:đề nghị|Tờ trình|Công văn))\s")
_LOOSE_END: Final = " \t\r\n.,;"
_STATUTES: Final = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp", "Hợp đồng", "Văn bản"})
_ISSUER_BEFORE: Final = re.compile(r"\btại\s+(?:\w+\s+){1,3}(?:số\s*:?\s*)?$")
"""Issuer and document the other way round: "của Sở Xây dựng tại Tờ trình số"."""
_ISSUER_BEHIND: Final = re.compile(r"\b(?:của|do)\s+[A-ZĐ]")
_CLAUSE_ENDS: Final = re.compile(r";|\.\s")
_COMMA_BEFORE_DAY: Final = re.compile(
    r"(?P<code>[0-9]{1,6}(?:/|-)[\w&./-]{2,30}[\w])\s?,\s?(?=ngày\s[0-9]{1,2}(?:[/.-]|\stháng\s)[0-9])"
)
_FIRST_WORDS: Final = re.compile(
    r"(?:^|[.;]\s)(?:Thực hiện|Căn cứ|Phúc đáp|Trả lời|Tiếp theo|Triển khai)\s(?:nội dung\s)?"
    r"[A-ZĐ][^\W\d_]*(?:\s[^\W\d_]+){0,3}\ssố\s*:?\s*$"
)
_SUBJECT_BEHIND: Final = re.compile(
    r"(?<!\w)(?:về|[Vv]/v|việc|phê duyệt|ban hành|quy định|hướng dẫn|triển khai|thành lập|công bố"
    r"|giao|sửa đổi|bổ sung|thông báo|kết luận|đề nghị|xin|mời|phân công|kiện toàn|tổ chức"
    r"|tăng cường|đẩy mạnh|góp ý|hỏi|trả lời|chỉ đạo|phát động|cử|cho|là|nêu trên|nói trên)(?!\w)"
    r"|[“\"(]"
)
"""What a subject begins with, or may stand for it; rather one word too many than a wrong remark."""
_LAWS: Final = frozenset({"Luật", "Bộ luật", "Pháp lệnh"})
_PART: Final = r"(?P<part>phần|chương|mục|tiểu mục)(?=\s(?:[IVXLC]{1,6}|[0-9]{1,3}))"
_SMALL_PART: Final = re.compile(
    rf"(?P<before>(?:Điều|[Mm]ục|[Cc]hương)\s(?:[0-9]{{1,3}}|[IVXLC]{{1,6}}),?\s){_PART}"
    rf"|(?P<around>(?:tại|theo|của)\s){_PART.replace('part>', 'of_act>')}"
    r"(?=\s\w{1,6}\s(?:của\s)?(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư)\s)"
)
_SMALL_ARTICLE: Final = re.compile(
    r"(?P<before>(?:tại|khoản\s[0-9]{1,2})\s)điều(?=\s[0-9]{1,3}(?:[,;.]|\s(?:của|Luật|Nghị|Chương|Mục)))"
)
_LARGE_CLAUSE: Final = re.compile(
    r"(?P<before>[a-zà-ỹđ0-9],?\s)(?P<word>Khoản|Điểm)(?=\s(?:[0-9]{1,2}|[a-zđ])\s?,?\s(?:khoản|Khoản|Điều)\s)"
)


def bases_punctuation(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Each basis ends with a semicolon, the last with a full stop; a công văn's may go on."""
    body = list(entries(text, "paragraphs"))
    opening = next((at for at, (_, value) in enumerate(body[:3]) if _BASIS.match(value)), 0)
    bases = list(takewhile(lambda entry: _BASIS.match(entry[1]), body[opening:]))
    for (field, value), _ in pairwise(bases):
        if not value.rstrip().endswith((";", ":")):
            message = "Mỗi căn cứ kết thúc bằng dấu chấm phẩy (;)."
            yield _ending("bases_punctuation", field, message, value, ";")
    if not bases or text.doc_type == DISPATCH or len(bases) == len(body):
        return
    field, value = bases[-1]
    if value.rstrip().endswith((";", ",")):
        message = "Căn cứ cuối cùng kết thúc bằng dấu chấm (.)."
        yield _ending("bases_punctuation", field, message, value, ".")


def _ending(code: str, field: str, message: str, value: str, end: str) -> Finding:
    return correction(code, field, message, old=value, new=value.rstrip(_LOOSE_END) + end)


def citation_form(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """At its first mention a document is named with day, issuer and subject (but laws are not)."""
    seen: set[tuple[str | None, str | None]] = set()
    for field, value in entries(text, "bases", "paragraphs"):
        for at, cited in placed_citations(value):
            key = (cited.number, cited.symbol)
            if key in seen or cited.number is None or cited.symbol is None:
                continue
            seen.add(key)
            if cited.type is None or cited.type in _STATUTES:
                continue
            if lacking := _lacking(cited, value, at):
                yield remark(
                    "citation_incomplete",
                    field,
                    f"{cited.type} số {_code(cited)} được viện dẫn lần đầu, cần ghi thêm "
                    f"{' và '.join(lacking)}.",
                    found=_code(cited) if value.startswith(_code(cited), at) else None,
                )


def _lacking(cited: Citation, value: str, at: int) -> list[str]:
    lacking = [] if cited.date else ["thời gian ban hành"]
    if not (cited.issuer or _is_issued_elsewhere(value, at)):
        lacking.append("cơ quan ban hành")
    if cited.issuer and _is_without_subject(value, at):
        lacking.append("trích yếu nội dung")
    return lacking


def _is_without_subject(value: str, at: int) -> bool:
    """Whether the clause that a citation opens says nothing of what the document is about."""
    if not _FIRST_WORDS.search(value[max(0, at - 80) : at]):
        return False
    clause = _CLAUSE_ENDS.split(value[at : at + 400], maxsplit=1)[0]
    return len(clause) < 400 and not _SUBJECT_BEHIND.search(clause)


def citation_repeated(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Later only type, number and symbol are named; legal bases are always named in full."""
    seen: set[tuple[str | None, str | None]] = set()
    for field, value in entries(text, "bases", "paragraphs"):
        is_basis = field.startswith("bases") or _BASIS.match(value)
        for at, cited in placed_citations(value):
            key = (cited.number, cited.symbol)
            if cited.symbol and key in seen and (cited.date or cited.issuer) and not is_basis:
                code = _code(cited)
                yield remark(
                    "citation_repeated",
                    field,
                    f"{cited.type or 'Văn bản'} số {code} đã được viện dẫn ở trên; từ lần thứ hai "
                    "chỉ ghi tên loại và số, ký hiệu.",
                    found=code if value.startswith(code, at) else None,
                )
            seen.add(key)


def law_numbers(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Laws and ordinances are cited by their name alone, without number and symbol."""
    for field, value in entries(text, "bases", "paragraphs"):
        for _, cited in placed_citations(value):
            if cited.type in _LAWS and cited.name and cited.symbol:
                yield remark(
                    "law_number",
                    field,
                    f"Viện dẫn {cited.type} {cited.name} chỉ ghi tên, không ghi số, ký hiệu.",
                    found=_code(cited) if _code(cited) in value else None,
                )


def _is_issued_elsewhere(value: str, at: int) -> bool:
    """Whether the issuer stands before, or behind a list of documents that are all its own."""
    clause = _CLAUSE_ENDS.split(value[at : at + 400], maxsplit=1)[0]
    before = value[max(0, at - 100) : at]
    return bool(_ISSUER_BEHIND.search(clause) or _ISSUER_BEFORE.search(before))


def _code(cited: Citation) -> str:
    symbol = cited.symbol or ""
    party = "/" in symbol and not symbol[0].isdigit()
    return f"{cited.number}{'-' if party else '/'}{symbol}"


def citation_commas(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """The day follows without a comma: "Quyết định số 348/QĐ-TTg ngày 06/4/2023"."""
    for field, value in entries(text, "bases", "paragraphs"):
        for found in _COMMA_BEFORE_DAY.finditer(value):
            yield remark(
                "citation_comma",
                field,
                f'Bỏ dấu phẩy sau "{found["code"]}": số, ký hiệu và ngày viết liền nhau.',
                found=f"{found[0]}ngày",
                replacement=f"{found['code']} ngày",
            )


def article_capitals(text: DispatchText, _office: Office) -> Iterator[Finding]:
    """Điều, Mục, Chương, Phần have a capital, khoản and điểm none: "khoản 2 Điều 103 Mục 5"."""
    for field, value in entries(text, "bases", "paragraphs"):
        right = _SMALL_ARTICLE.sub(r"\g<before>Điều", value)
        for _ in range(3):  # each part is known by the one before it
            right = _SMALL_PART.sub(_with_part, right)
        right = _LARGE_CLAUSE.sub(lambda m: m["before"] + m["word"].lower(), right)
        right = _LARGE_CLAUSE.sub(lambda m: m["before"] + m["word"].lower(), right)
        if right != value:
            yield correction(
                "article_capital",
                field,
                'Viện dẫn viết "điểm a khoản 2 Điều 103 Mục 5 Chương XII": thường khoản, điểm.',
                old=value,
                new=right,
            )


def _with_part(found: re.Match[str]) -> str:
    before, part = found["before"] or found["around"], found["part"] or found["of_act"]
    return f"{before}{part[0].upper()}{part[1:]}"
