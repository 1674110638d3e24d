"""Word files as texts: the words of a .docx, line by line, as the reader expects them."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn

from shared.domain.refusals import Invalid, TooLarge

MOST_PARTS: Final = 2_000
LARGEST_CONTENT: Final = 100 * 1024 * 1024
"""Bytes of all parts unpacked: a small file may unpack to gigabytes."""
LETTERHEAD_WORDS: Final = re.compile(
    r"CỘNG\s+H|Độc\s+lập|Nơi\s+nhận|Số\s*:|V/v|Kính\s+gửi|KT\.|TM\.|TL\.|GIÁM ĐỐC|CHỦ TỊCH",
    re.IGNORECASE,
)
_FEW_COLUMNS: Final = 3


def is_word_file(data: bytes) -> bool:
    """Whether the bytes are a package with a Word document in it."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "word/document.xml" in package.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def text_of_word_file(data: bytes) -> str:
    """Paragraphs, cells and footnotes of a .docx as lines.

    Raises Invalid `word_file` for what can't be opened, TooLarge `word_file_too_large`.
    """
    refuse_bombs(data)
    try:
        document: Any = Document(io.BytesIO(data))
        return "\n".join(_Words(document).lines())
    except (KeyError, ValueError, zipfile.BadZipFile, SyntaxError, AttributeError) as fault:
        sentence = "Tệp Word này hỏng hoặc có cấu trúc lạ; hãy mở bằng Word rồi lưu lại dạng .docx."
        raise Invalid("word_file", sentence, details={"file": sentence}) from fault


def refuse_bombs(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
        raise TooLarge("word_file_too_large", "Tệp Word này giải nén ra quá lớn, không đọc được.")


class _Words:
    def __init__(self, document: Any) -> None:
        self._document = document
        self._numbers = _Numbering(document)
        self._notes: list[str] = []
        self._capitals = _Capitals(document)
        self._capital = False
        """Whether the paragraph's style shows its letters as capitals."""

    def lines(self) -> Iterator[str]:
        yield from self._blocks(self._document.element.body)
        yield from self._footnotes()

    def _blocks(self, parent: Any) -> Iterator[str]:
        for block in parent.iterchildren():
            if block.tag == qn("w:p"):
                yield from self._paragraph(block)
            elif block.tag == qn("w:tbl"):
                yield from self._table(block)
            elif block.tag == qn("w:sdt"):
                for content in block.iterchildren(qn("w:sdtContent")):
                    yield from self._blocks(content)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        boxes = [box for box in paragraph.iter(qn("w:txbxContent")) if not _is_fallback(box)]
        for box in boxes:
            yield from self._blocks(box)
        self._capital = self._capitals.of_paragraph(paragraph)
        text = self._numbers.mark_of(paragraph) + "".join(self._runs(paragraph))
        lines = text.split("\n")
        yield from lines if any(map(str.strip, lines)) or not boxes else ()

    def _runs(self, parent: Any) -> Iterator[str]:
        for node in parent.iterchildren():
            if node.tag == qn("w:t"):
                text = node.text or ""
                capital = self._capitals.of_run(parent, otherwise=self._capital)
                yield text.upper() if capital else text
            elif node.tag == qn("w:tab"):
                yield "\t"
            elif node.tag in (qn("w:br"), qn("w:cr")):
                yield "\f\n" if node.get(qn("w:type")) == "page" else "\n"
            elif node.tag == qn("w:noBreakHyphen"):
                yield "-"
            elif node.tag == qn("w:footnoteReference"):
                self._notes.append(node.get(qn("w:id")))
                yield f"[{len(self._notes)}]"
            elif node.tag not in _SILENT:
                yield from self._runs(node)

    def _table(self, table: Any) -> Iterator[str]:
        rows = [list(_cells(row)) for row in table.iterchildren(qn("w:tr"))]
        texts = [[list(self._blocks(cell)) for cell in row] for row in rows]
        words = " ".join(line for row in texts for cell in row for line in cell)
        columns = max(map(len, rows), default=0)
        yield ""
        if columns <= _FEW_COLUMNS and LETTERHEAD_WORDS.search(words):
            for row in texts:
                for cell in row:
                    yield from cell
                    yield ""
        else:
            for row in texts:
                yield " | ".join(" ".join(" ".join(cell).split()) for cell in row)
            yield ""

    def _footnotes(self) -> Iterator[str]:
        part = next(
            (
                relation.target_part
                for relation in self._document.part.rels.values()
                if relation.reltype.endswith("/footnotes")
            ),
            None,
        )
        if part is None or not self._notes:
            return
        from docx.oxml import parse_xml  # noqa: PLC0415 -- only files with footnotes need it

        notes = {note.get(qn("w:id")): note for note in parse_xml(part.blob)}
        for number, wanted in enumerate(self._notes, start=1):
            text = (
                " ".join(" ".join(self._blocks(notes[wanted])).split()) if wanted in notes else ""
            )
            yield f"[{number}] {text}"


_SILENT: Final = frozenset(
    map(qn, ("w:del", "w:pPr", "w:rPr", "w:instrText", "w:delText", "w:txbxContent"))
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}


def _is_fallback(node: Any) -> bool:
    return any(parent.tag.endswith("}Fallback") for parent in node.iterancestors())


def _cells(row: Any) -> Iterator[Any]:
    for cell in row.iterchildren(qn("w:tc"), qn("w:sdt")):
        if cell.tag == qn("w:tc"):
            yield cell
        else:
            yield from cell.iter(qn("w:tc"))


class _Capitals:
    """Letters that Word shows as capitals ("All caps"), by their own word or their style's."""

    def __init__(self, document: Any) -> None:
        styles = {
            one.get(qn("w:styleId")): one for one in document.styles.element.iter(qn("w:style"))
        }
        self._of_styles = {name: self._of_style(styles, name) for name in styles}

    def of_paragraph(self, paragraph: Any) -> bool:
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return bool(self._of_styles.get(_value(style, "")))

    def of_run(self, run: Any, *, otherwise: bool) -> bool:
        own = _caps(run)
        if own is None:
            own = self._of_styles.get(_value(run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}"), ""))
        return otherwise if own is None else own

    @staticmethod
    def _of_style(styles: Mapping[str, Any], name: str) -> bool | None:
        """What the style says, or the next of those that it is based on, which may go in a ring."""
        seen: set[str] = set()
        while name in styles and name not in seen:
            seen.add(name)
            own = _caps(styles[name])
            if own is not None:
                return own
            name = _value(styles[name].find(qn("w:basedOn")), "")
        return None


def _caps(owner: Any) -> bool | None:
    said = owner.find(f"{qn('w:rPr')}/{qn('w:caps')}")
    return None if said is None else _value(said, "true") not in ("0", "false", "off")


class _Numbering:
    """What Word writes before the paragraphs of its lists: "-", "1.", "a)"."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, str], tuple[str, str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._of_styles = {
            style.get(qn("w:styleId")): style.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            for style in document.styles.element.iter(qn("w:style"))
        }
        try:
            numbering = document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return
        abstract = {
            one.get(qn("w:abstractNumId")): one for one in numbering.iter(qn("w:abstractNum"))
        }
        for number in numbering.iter(qn("w:num")):
            link = number.find(qn("w:abstractNumId"))
            kind = abstract.get(link.get(qn("w:val"))) if link is not None else None
            for level in kind.iter(qn("w:lvl")) if kind is not None else ():
                key = (number.get(qn("w:numId")), level.get(qn("w:ilvl")))
                self._levels[key] = _level(level)

    def mark_of(self, paragraph: Any) -> str:
        properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is None:
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            properties = self._of_styles.get(_value(style, ""))
        if properties is None:
            return ""
        number = _value(properties.find(qn("w:numId")), "0")
        depth = _value(properties.find(qn("w:ilvl")), "0")
        known = self._levels.get((number, depth))
        if known is None:
            return ""
        kind, pattern, first = known
        if kind == "bullet":
            return "- "
        counts = self._counts.setdefault(number, {})
        at = int(depth)
        counts[at] = counts.get(at, first - 1) + 1
        for deeper in [one for one in counts if one > at]:
            del counts[deeper]
        return self._written(pattern, number, counts) + " "

    def _written(self, pattern: str, number: str, counts: dict[int, int]) -> str:
        def place(found: re.Match[str]) -> str:
            level = int(found[1]) - 1
            kind = self._levels.get((number, str(level)), ("decimal", "", 1))[0]
            return _counted(counts.get(level, 1), kind)

        return re.sub(r"%([1-9])", place, pattern)


def _level(level: Any) -> tuple[str, str, int]:
    first = _value(level.find(qn("w:start")), "1")
    return (
        _value(level.find(qn("w:numFmt")), "decimal"),
        _value(level.find(qn("w:lvlText")), ""),
        int(first) if first.isdigit() else 1,
    )


def _value(node: Any, otherwise: str) -> str:
    return str(node.get(qn("w:val"), otherwise)) if node is not None else otherwise


def _counted(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman if kind == "upperRoman" else roman.lower()
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    values = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
    written = ""
    for value, letters in values:
        while number >= value and len(written) < 20:
            written, number = written + letters, number - value
    return written
