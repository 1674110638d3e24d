"""Whether a file is the prepared PDF, and its later revisions did what the office does, no more.

The person's revision may give the person's field and the catalogue (for the certification) anew;
the agency's revision the two lines and the agency's field, and what proves both signatures.
Everything else stays as prepared; stamps over the whole file may follow (`renewals.py`).
"""

from collections.abc import Iterator, Sequence
from io import BytesIO

import shared.document.pyhanko_loaded

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.document.fields import AGENCY, DATE_LINE, FIELD_ORDER, NUMBER_LINE, PERSON
from shared.document.renewals import as_written, renewal_problems, store_problems
from shared.document.revisions import Revision
from shared.document.slots import (
    DrawingUnknownError,
    NotPreparedError,
    Slot,
    drawing,
    fits,
    slots_of,
)

_CODES = {NUMBER_LINE: "number_line", DATE_LINE: "date_line"}
_PRINT = 4
_LOCKS = {PERSON: ("/Exclude", {NUMBER_LINE, DATE_LINE, AGENCY}), AGENCY: ("/All", set[str]())}
_FORBIDDEN = ("/OpenAction", "/AA", "/Names", "/NeedAppearances", "/XFA")
_SEALED = 3
"""Revisions of a sealed file: prepared, signed, sealed."""


def prepared_problems(prepared: bytes) -> Iterator[str]:
    """Codes of what a prepared PDF never is; for files that the records do not know."""
    try:
        slots_of(prepared)
        with pikepdf.open(BytesIO(prepared)) as pdf:
            if not _is_prepared(pdf):
                yield "not_prepared"
    except DrawingUnknownError:
        yield "drawing_unknown"
    except (NotPreparedError, pikepdf.PdfError, AttributeError, KeyError, TypeError, ValueError):
        yield "not_prepared"


def is_unsigned(pdf: bytes) -> bool:
    """Whether the bytes are a sound PDF that nobody signed; False for what can't be read."""
    if b"/ByteRange" in pdf:
        return False
    try:
        with pikepdf.open(BytesIO(pdf), attempt_recovery=False) as sound:
            return len(sound.pages) > 0
    except Exception:  # noqa: BLE001 -- hostile bytes may break any parser in any way
        return False


def _is_prepared(pdf: pikepdf.Pdf) -> bool:
    root, form = pdf.Root, pdf.Root.AcroForm
    fields = list(form.Fields)
    widgets = [w.objgen for page in pdf.pages for w in page.obj.get("/Annots", [])]
    return (
        [str(field.T) for field in fields] == list(FIELD_ORDER)
        # The order of the annotations is the order of drawing: the seal over the signature.
        and widgets == [field.objgen for field in fields]
        and all(int(f.F) == _PRINT and "/A" not in f and "/AA" not in f for f in fields)
        and all(_lock(field) == _LOCKS[str(field.T)] for field in fields[2:])
        and not any(key in part for key in _FORBIDDEN for part in (root, form))
    )


def _lock(field: pikepdf.Object) -> tuple[str, set[str]]:
    return str(field.Lock.Action), {str(name) for name in field.Lock.get("/Fields", [])}


class Structure:
    """One file against the prepared PDF that it begins with."""

    def __init__(self, pdf: bytes, revisions: Sequence[Revision]) -> None:
        self.reader = PdfFileReader(BytesIO(pdf))
        self._pdf, self._revisions = pdf, revisions
        self._prepared = pdf[: revisions[0].end]
        self._base = PdfFileReader(BytesIO(self._prepared))
        self._numbers = _field_numbers(self._base)

    def problems(self) -> Iterator[str]:
        """Codes of everything that was changed against the rules; values are not looked at."""
        yield from self._revision_problems()
        yield from store_problems(self.reader)
        later = ("/Perms", "/DSS")
        if as_written(self.reader.root, *later) != as_written(self._base.root, *later):
            yield "catalogue_changed"
        if not self._permissions_are_plain():
            yield "catalogue_changed"
        for name in FIELD_ORDER:
            yield from self._field_problems(name)

    def line(self, name: str) -> str | None:
        """What a text field says now."""
        value = _field(self.reader, name).get("/V")
        return str(value) if isinstance(value, generic.TextStringObject) else None

    def line_problems(self, name: str) -> Iterator[str]:
        """Codes of what is wrong with a filled line: its text, and how it is drawn."""
        slot = next(slot for slot in slots_of(self._prepared) if slot.name == name)
        text = self.line(name)
        if text is None or not fits(slot, text):
            yield f"{_CODES[name]}_odd"
        elif not self._is_drawn(slot, text):
            yield f"{_CODES[name]}_drawn_otherwise"

    def _revision_problems(self) -> Iterator[str]:
        root = {int(self._revisions[0].root.split()[0])}
        filled = {self._numbers[name] for name in (NUMBER_LINE, DATE_LINE, AGENCY)}
        allowed = (
            ("changed_with_signature", root | {self._numbers[PERSON]}),
            # in the catalogue only the proof of both signatures (DSS), see `problems`
            ("changed_before_seal", filled | root if "/DSS" in self.reader.root else filled),
        )
        known = set(self._revisions[0].objects)
        for (code, may_change), revision in zip(allowed, self._revisions[1:_SEALED], strict=False):
            if (revision.objects & known) - may_change:
                yield code
            known |= revision.objects
        yield from renewal_problems(self._pdf, self._revisions, _SEALED)
        if len({(revision.root, revision.info) for revision in self._revisions}) > 1:
            yield "catalogue_changed"

    def _permissions_are_plain(self) -> bool:
        """Nothing but the person's certification, which is the person's signature."""
        permissions = self.reader.root.get("/Perms")
        if permissions is None:
            return True
        signature = _field(self.reader, PERSON)
        return as_written(permissions) == {"/DocMDP": as_written(signature).get("/V")}

    def _field_problems(self, name: str) -> Iterator[str]:
        now, before = _field(self.reader, name), _field(self._base, name)
        own = ("/V", "/AP")
        if as_written(now, *own) != as_written(before, *own) or set(now["/AP"]) != {"/N"}:
            yield "field_changed"

    def _is_drawn(self, slot: Slot, text: str) -> bool:
        now = _field(self.reader, slot.name)["/AP"]["/N"]
        before = _field(self._base, slot.name)["/AP"]["/N"]
        plain = {"/Type", "/Subtype", "/BBox", "/Resources", "/Length"}
        return (
            set(now) == plain
            and as_written(now["/Resources"]) == as_written(before["/Resources"])
            and [float(v) for v in now["/BBox"]] == [float(v) for v in before["/BBox"]]
            and now["/Subtype"] == "/Form"
            and bytes(now.data) == drawing(slot, text)
        )


def _field_numbers(base: PdfFileReader) -> dict[str, int]:
    fields = base.root["/AcroForm"]["/Fields"]
    references = [fields.raw_get(place) for place in range(len(fields))]
    return {str(r.get_object()["/T"]): r.reference.idnum for r in references}


def _field(reader: PdfFileReader, name: str) -> generic.DictionaryObject:
    fields = reader.root["/AcroForm"]["/Fields"]
    found = (reference.get_object() for reference in fields)
    field: generic.DictionaryObject = next(f for f in found if f["/T"] == name)
    return field
