"""Writes a made dispatch down: content and manner give the text."""

from collections.abc import Iterator
from textwrap import wrap

from tests.services.drafting.domain.written.content import Content
from tests.services.drafting.domain.written.manner import Manner

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
STAMPS = {"khan": "KHẨN", "thuong_khan": "THƯỢNG KHẨN", "hoa_toc": "HỎA TỐC"}
GUTTER = 56
COSIGNED = ("THƯ KÝ", "Lý Thị Mai")
NOTE = "(Từ ngày 01/01/2026 đến ngày 31/3/2026)"


def write(content: Content, manner: Manner) -> str:
    parts = [
        manner.above if has_header(manner) else "",
        "\n".join(_header(content, manner)),
        "\n".join(_opening(content, manner)),
        _body(content, manner),
        "\n".join(_foot(content, manner)),
        manner.tail,
    ]
    return "\n\n".join(part for part in parts if part)


def has_header(manner: Manner) -> bool:
    return manner.header not in ("none", "number_only")


def has_date(manner: Manner) -> bool:
    return manner.header != "number_only"


def _number(content: Content, manner: Manner) -> str:
    if manner.header == "number_only":
        return f"{content.number or ''}/{content.symbol}"
    return manner.number.format(content.number or "", content.symbol)


def _date(content: Content) -> str:
    if content.day is None:
        return f"{content.agency.place}, ngày      tháng      năm 2026"
    day, month = f"{content.day.day:02d}", str(content.day.month)
    month = f"0{month}" if content.day.month < 3 else month
    return f"{content.agency.place}, ngày {day} tháng {month} năm {content.day.year}"


def _subject(content: Content, manner: Manner) -> list[str]:
    if content.heading:
        return []
    text = manner.subject.format(content.subject).strip()
    return wrap(text, manner.wrapped) if manner.wrapped else [text]


def _header(content: Content, manner: Manner) -> Iterator[str]:
    issuer = [*content.agency.parent_lines, *content.agency.name_lines]
    left = [*issuer, _number(content, manner)]
    subject = [] if _subject_at_end(content, manner) else _subject(content, manner)
    right = [*MOTTO, _date(content)]
    match manner.header:
        case "number_only":
            yield from (_number(content, manner), *subject)
        case "none":
            yield from (_number(content, manner), *subject, "", _date(content))
        case "columns":
            yield from _columns(
                [*left, *subject], [*MOTTO, *[""] * (len(issuer) - 2), _date(content)]
            )
        case "glued":
            rows = zip([*issuer, ""][: max(2, len(issuer))], [*MOTTO, *[""] * 9], strict=False)
            yield from (f"{one} {other}".strip() for one, other in rows)
            yield f"{_number(content, manner).strip('*')} {_date(content)}"
            yield from subject
        case "interleaved":
            yield from (issuer[0], MOTTO[0], *issuer[1:], MOTTO[1], _number(content, manner))
            yield from (*subject, "", _date(content))
        case "narrow":
            yield from (*issuer, "-------", "|", *_broken(MOTTO[0]), MOTTO[1], "|")
            yield from (
                *_broken(_number(content, manner)),
                *subject,
                "|",
                *_broken(_date(content)),
                "|",
            )
        case "apart":
            yield from (*issuer, *MOTTO, "", *_apart(content, manner), "", *subject)
        case "portal":
            yield from (*issuer, "-------", "|", *MOTTO, "---------------", "|")
            yield from (_number(content, manner), *subject, "|", _date(content), "|")
        case _ if manner.subject_place == "after":
            yield from (*issuer, *MOTTO, "", _number(content, manner), _date(content), "", *subject)
        case _:
            yield from (*left, *subject, "", *right)


def _broken(text: str) -> Iterator[str]:
    """A line broken in a narrow cell, behind its first word."""
    first, _, rest = text.partition(" ")
    yield from (first, rest)


def _apart(content: Content, manner: Manner) -> Iterator[str]:
    """A form's room for number and date, as a PDF's text has it: each word on a line of its own."""
    if content.number or content.day:
        yield from (_number(content, manner), "", _date(content))
        return
    yield from ("Số:", "", f"/{content.symbol}", "")
    yield from (f"{content.agency.place}, ngày", "", "tháng", "", "năm 2026")


def _subject_at_end(content: Content, manner: Manner) -> bool:
    """Never where lines of both columns come mixed: nobody could tell whose a broken line is."""
    if content.heading or manner.foot == "mixed":
        return False
    return manner.subject_place == "end"


def _columns(left: list[str], right: list[str]) -> Iterator[str]:
    for at in range(max(len(left), len(right))):
        one = left[at] if at < len(left) else ""
        other = right[at] if at < len(right) else ""
        yield f"{one:<{GUTTER}}   {other}".rstrip() if other else f"  {one}"


def _opening(content: Content, manner: Manner) -> Iterator[str]:
    if content.urgency in STAMPS:
        yield from (STAMPS[content.urgency], "")
    if content.heading:
        yield content.heading
        about = f"Về việc {content.subject}"
        yield from wrap(about, manner.wrapped) if manner.wrapped else [about]
        if manner.noted:
            yield NOTE
        yield ""
    if content.doc_type == "quyet_dinh":
        yield from (" ".join(content.agency.name_lines), "")
    if content.addressees:
        yield from _addressees(content.addressees, manner.addressed)


def _addressees(names: tuple[str, ...], manner: str) -> Iterator[str]:
    *first, last = names
    match manner:
        case "line" | "gởi" if not first:
            yield f"Kính {'gởi' if manner == 'gởi' else 'gửi'}: {last}."
        case "line" | "gởi" | "semicolons":
            yield f"Kính gửi: {'; '.join(names)}."
        case "list_open":
            yield from ("Kính gửi:", *(f"- {name};" for name in first), f"- {last}")
        case "list_commas":
            yield from ("Kính gửi", *(f"- {name}," for name in first), f"- {last} .")
        case "plain_list":
            yield from ("Kính gửi:", *(f"{name};" for name in first), f"{last}.")
        case _:
            yield from ("Kính gửi:", "", *(f"- {name} ;" for name in first), f"- {last}.")


def written_paragraphs(content: Content, manner: Manner) -> tuple[str, ...]:
    """The body as it stands in the text, with its end mark."""
    *others, last = content.paragraphs
    authority = " ".join(content.agency.name_lines)
    above = (authority,) if content.doc_type == "quyet_dinh" else ()
    return (*above, *others, f"{last}{manner.end}")


def _body(content: Content, manner: Manner) -> str:
    paragraphs = list(written_paragraphs(content, manner))
    if content.doc_type == "quyet_dinh":
        paragraphs = paragraphs[1:]  # the authority stands above, with the heading
    broken = [
        "\n".join(wrap(text, manner.body_width)) if manner.body_width else text
        for text in paragraphs
    ]
    between = "\n\n" if manner.spaced or manner.body_width else "\n"
    if manner.paged and len(broken) > 2:
        broken[1] += "\n\n\f2\n"
    return between.join(broken)


def _foot(content: Content, manner: Manner) -> Iterator[str]:
    listed = list(_recipients(content, manner))
    signed = list(_signature(content, manner))
    if is_cosigned(content, manner):
        yield from _cosigned(manner, signed)
        yield from ("", *listed)
        return
    if _subject_at_end(content, manner):
        signed = [*_subject(content, manner), *signed]
    match manner.foot:
        case "after":
            yield from (*signed, "", *listed)
        case "beside":
            yield from _columns(listed, signed)
        case "mixed":
            yield from _mixed(listed, signed)
        case "cells":
            yield from ("|", *listed, "|", *signed, "|")
        case _:
            yield from (*listed, "", *signed)


def is_cosigned(content: Content, manner: Manner) -> bool:
    """Never where a broken subject stands beside the blocks."""
    return bool(manner.cosigned) and not _subject_at_end(content, manner)


def _cosigned(manner: Manner, signed: list[str]) -> Iterator[str]:
    other = [COSIGNED[0], *([manner.mark] if manner.mark else []), "", COSIGNED[1]]
    if manner.cosigned == "before":
        yield from (*other, "", *signed)
    else:
        other[1:1] = [""] * (len(signed) - len(other))
        yield from _columns(other, signed)


def _mixed(listed: list[str], signed: list[str]) -> Iterator[str]:
    for at in range(max(len(listed), len(signed))):
        yield from (column[at] for column in (listed, signed) if at < len(column))


def _recipients(content: Content, manner: Manner) -> Iterator[str]:
    if manner.foot != "without_words":
        yield "Nơi nhận:"
    yield from (manner.listed.format(name) for name in content.recipients)
    yield manner.copied.format(content.file_copy)


def _signature(content: Content, manner: Manner) -> Iterator[str]:
    lines = list(content.block)
    match manner.block:
        case "no_dots":
            lines = [line.replace("KT. ", "KT ").replace("TM. ", "T/M ") for line in lines]
        case "with_name" if not manner.mark:
            lines[-1] = f"{lines[-1]} {content.signer}"
        case "dash" if len(lines) == 2 and not manner.mark:
            lines = [f"{' - '.join(lines)} {content.signer}"]
        case "broken" if manner.foot != "mixed" and lines[0][:2] in ("KT", "TL"):
            lines = [*lines[0].rsplit(" ", 1), *lines[1:]]
        case "stars":
            lines = [f"**{lines[0]}", *lines[1:]]
            lines[-1] += "**"
        case _:
            pass
    yield from lines
    if manner.mark:
        yield manner.mark
    if content.signer not in lines[-1]:
        yield from ("", content.signer)


def printed_block(content: Content, manner: Manner) -> tuple[str, ...]:
    """The title lines as the text has them."""
    if manner.block != "no_dots":
        return content.block
    return tuple(line.replace("KT. ", "KT ").replace("TM. ", "T/M ") for line in content.block)
