"""The foot of a text that is read: recipients, file copy, signing block, in any order and mix."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from services.drafting.domain.reading import patterns
from services.drafting.domain.reading.artefacts import (
    ARTEFACT,
    is_file_path,
    is_portal,
    is_signing_note,
)
from services.drafting.domain.reading.mending import is_motto
from services.drafting.domain.reading.pieces import RIGHT_COLUMN, Entry, Piece, parted
from services.drafting.domain.reading.signature import SigningBlock, begins_block
from services.drafting.domain.reading.words import has_surname, is_name, is_prose, is_title
from services.drafting.domain.text_lines import is_capitals

_ANNEX = re.compile(
    r"(?:phu luc|danh sach|danh muc|mau so|mau [0-9]|bieu mau|bieu so|bieu [0-9]|\(?kem theo"
    r"|\(?ban hanh kem|noi dung kem|de cuong|bang tong hop|quy che|quy dinh|ke hoach"
    r"|chuong i\b|huong dan)\b.*"
)
_FOOTNOTE = re.compile(r"(?:\[[0-9]{1,3}\]|\([0-9]{1,3}\)|[0-9]{1,3}\s(?=[^\W\d])|[¹²³⁴-⁹]|\*\s).*")
_COLUMNS = re.compile(r"(?<=[;.:])\s+")
_BETWEEN_ITEMS = re.compile(r";\s*(?=[-–—•+*]\s*\S)")
_INITIALS = re.compile(
    r"[A-ZĐ][\w.&-]{0,11}(?:\s*\(?[0-9]{1,4}\s*b?\)?)?|\(?[0-9]{1,3}\s*b(?:ản)?\)?"
)
_NOTE = re.compile(r"[(“\"].{1,60}[)”\"][;.,]?")


@dataclass(slots=True)
class Footer:
    """Boxes 7 and 9b of ND30 PL1; the two columns may come mixed line by line."""

    signing: SigningBlock = field(default_factory=SigningBlock)
    other: SigningBlock = field(default_factory=SigningBlock)
    """To the right of the first, or behind it, where two sign (ND30 PL3 mẫu 1.9)."""
    recipients: list[Entry] = field(default_factory=list)
    file_copy: Entry = field(default_factory=Entry)
    subject: Entry = field(default_factory=Entry)
    """Where the header has none, it can have been put at the end of the text."""
    wants_subject: bool = False
    subject_to_the_right: bool = False
    headed: bool = False
    """Whether the words "Nơi nhận" stand over the list."""
    listing: bool = False
    annexes: list[Entry] = field(default_factory=list)
    last: str = ""
    """What the last piece was taken for."""
    signed: list[Piece] = field(default_factory=list)
    """The pieces of the first block."""
    other_from: int = 0
    """The indent at which the other block stands, beside the first."""

    def take_all(self, pieces: Sequence[Piece]) -> None:
        for at, piece in enumerate(pieces):
            if piece.use:
                continue
            if self._is_behind(piece):
                self._take_annexes(pieces[at:])
                return
            self._take(piece)

    def _take(self, piece: Piece) -> None:
        if not piece.short:
            return
        steps = (
            *(self._aside, self._subject, self._recipients_heading, self._file_copy),
            *(self._listed, self._signed, self._goes_on, self._plain),
        )
        for step in steps:
            if used := step(piece):
                piece.use = self.last = used
                return
        self.last = ""

    def _aside(self, piece: Piece) -> str:
        if is_signing_note(piece) or is_file_path(piece.text) or is_portal(piece):
            return ARTEFACT
        return "motto" if is_motto(piece.folded) else ""

    def _subject(self, piece: Piece) -> str:
        found = patterns.SUBJECT.fullmatch(piece.text) if self.wants_subject else None
        if found and not self.subject.texts:
            self.subject = Entry.of(found["rest"], piece)
            self.subject_to_the_right = piece.indent >= RIGHT_COLUMN
            return "subject"
        if not self.subject.texts or self.signing.titles or piece.gap or is_title(piece.text):
            return ""
        if (piece.indent >= RIGHT_COLUMN) != self.subject_to_the_right:
            return ""
        if self.last != "subject" and not self.subject_to_the_right:
            return ""
        if patterns.BULLET.match(piece.text) or is_capitals(piece.text):
            return ""
        self.subject.add(piece.text, piece)
        return "subject"

    def _recipients_heading(self, piece: Piece) -> str:
        found = patterns.RECIPIENTS.fullmatch(piece.text)
        if not found or self.headed:
            return ""
        self.headed = self.listing = True
        for item in patterns.split_items(found["rest"] or ""):
            self._add(item, piece)
        return "recipients"

    def _file_copy(self, piece: Piece) -> str:
        found = patterns.FILE_COPY.fullmatch(piece.text)
        if not found or self.file_copy.texts:
            return ""
        self.file_copy = Entry.of(found["copy"] or found["rest"] or "", piece)
        self.listing = False
        return "file_copy"

    def _listed(self, piece: Piece) -> str:
        bullet = patterns.BULLET.match(piece.text)
        if patterns.AS_ABOVE.fullmatch(piece.text) or (bullet and not self.recipients):
            self.listing = True
        if not bullet and not patterns.AS_ABOVE.fullmatch(piece.text):
            return ""
        if is_prose(piece.text) and not (self.headed or self.recipients):
            return ""
        self._add(piece.text, piece)
        return "recipients"

    def _signed(self, piece: Piece) -> str:
        text = piece.text
        if self.listing and self.last == "recipients" and not self._stands_apart(piece):
            return ""
        if self.last == "file_copy" and _INITIALS.fullmatch(text) and not is_title(text):
            return ""
        if not self._is_the_others(piece) and self.signing.take(text, piece):
            self.signed.append(piece)
            return "signature"
        return self._signed_by_another(piece)

    def _is_the_others(self, piece: Piece) -> bool:
        """Whether the piece stands to the right of one of the first block."""
        if self.other_from:
            return piece.indent >= self.other_from
        before = self.signed[-1] if self.signed else None
        beside = before is not None and before.lines == piece.lines
        return beside and self.last == "signature" and begins_block(piece.text)

    def _signed_by_another(self, piece: Piece) -> str:
        block, first = self.other, self.signing
        beside = self._is_the_others(piece)
        behind = bool(first.titles and first.name.texts)
        if not beside and not (behind and (block.titles or begins_block(piece.text))):
            return ""
        if not block.take(piece.text, piece):
            return ""
        if beside and not self.other_from:
            self.other_from = piece.indent
        return "signature"

    def _stands_apart(self, piece: Piece) -> bool:
        """Whether the line can't be the rest of a recipient's name."""
        if piece.indent >= RIGHT_COLUMN or patterns.SIGNED_MARK.fullmatch(piece.text):
            return True
        if begins_block(piece.text) and not piece.text.endswith(","):
            return True
        ended = not self.recipients or self.recipients[-1].ending.endswith((";", ".", ","))
        if self.signing.titles and is_name(piece.text) and has_surname(piece.text):
            return True
        return (ended or piece.gap) and is_capitals(piece.text) and len(piece.text) > 5

    def _goes_on(self, piece: Piece) -> str:
        if self.last == "file_copy":
            unfinished = not self.file_copy.ending.endswith(".") and not piece.gap
            if unfinished or _INITIALS.fullmatch(piece.text):
                self.file_copy.add(piece.text, piece)
                return "file_copy"
        if _NOTE.fullmatch(piece.text) and self.recipients:
            self.recipients[-1].add(piece.text, piece)
            return "recipients"
        return ""

    def _plain(self, piece: Piece) -> str:
        """An entry without bullet, or the rest of one."""
        if not self.listing or (is_prose(piece.text) and piece.text.endswith("./.")):
            return ""
        last = self.recipients[-1].ending if self.recipients else ""
        if (
            last
            and not last.endswith((";", "."))
            and not (last.endswith(",") and piece.text[0].isupper() and len(self.recipients) == 1)
        ):
            self.recipients[-1].add(piece.text, piece)
        else:
            self._add(piece.text, piece)
        return "recipients"

    def _add(self, text: str, piece: Piece) -> None:
        self.recipients.extend(Entry.of(item, piece) for item in _BETWEEN_ITEMS.split(text))

    def _is_behind(self, piece: Piece) -> bool:
        """Whether the text is over and something else begins."""
        if not self.signing.name.text and not (self.file_copy.texts and self.signing.titles):
            return False
        if not piece.short:
            return True
        if _ANNEX.fullmatch(piece.folded) and not patterns.BULLET.match(piece.text):
            return True
        if not self.signing.name.text:
            return False
        complete = bool(self.file_copy.texts or not self.listing)
        if complete and _FOOTNOTE.fullmatch(piece.text) and is_prose(piece.text):
            return True
        return (
            is_capitals(piece.text)
            and complete
            and len(piece.text) > 12
            and not (
                is_motto(piece.folded) or patterns.BULLET.match(piece.text) or is_title(piece.text)
            )
        )

    def _take_annexes(self, pieces: Sequence[Piece]) -> None:
        for piece in pieces:
            if piece.use:
                continue
            if piece.short and (
                is_signing_note(piece) or is_file_path(piece.text) or is_portal(piece)
            ):
                piece.use = ARTEFACT
                continue
            self.annexes.append(Entry.of(piece.text, piece))
            piece.use = "annexes"


def columns(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Each row of the foot as its columns, also where one space is between them.

    Recipients stand to the left, the signing block to the right.
    """
    for piece in pieces:
        if not piece.short:
            yield piece
            continue
        texts = [text for cell in piece.cells or (piece.text,) for text in _unglued(cell)]
        yield from parted(piece, texts)


def _unglued(text: str) -> Iterator[str]:
    """Both columns of "- Như trên; KT. GIÁM ĐỐC"; the entries of a list on one line."""
    start = 0
    for cut in _COLUMNS.finditer(text):
        rest = text[cut.end() :]
        before = text[start : cut.start()]
        if _opens_right_column(before, rest):
            yield before
            yield rest
            return
        if cut[0] and before.endswith(";") and _opens_entry(rest):
            yield before
            start = cut.end()
    yield text[start:]


def _opens_right_column(before: str, rest: str) -> bool:
    if patterns.SIGNED_MARK.fullmatch(rest) or (begins_block(rest) and is_capitals(rest[:12])):
        return patterns.BULLET.match(before) is not None or before.endswith((";", ":"))
    return (
        is_name(rest)
        and has_surname(rest)
        and not rest.endswith(".")
        and before.endswith((".", ";"))
        and patterns.BULLET.match(before) is not None
    )


def _opens_entry(rest: str) -> bool:
    return patterns.FILE_COPY.fullmatch(rest) is not None or (
        patterns.BULLET.match(rest) is not None
    )
