"""The prepared PDF: the paper with every field that anybody will fill, before anybody signs.

PDF/A-2b; two text fields for number and date, two empty signature fields with their locks.
The same paper with the same check code gives the same bytes, so its hash names what a person
agrees to.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from shared.document.check_picture import draw_check_code
from shared.document.embedding import embedded_font
from shared.document.fields import AGENCY, DATE_LINE, NUMBER_LINE, PERSON
from shared.document.forms import refuse_what_is_not_issued
from shared.document.imprint import Imprint, put_imprint
from shared.document.layout import Spot, lay_out
from shared.document.letters import face
from shared.document.model import Paper
from shared.document.slots import (
    ABOVE,
    BELOW,
    LATEST_DRAWING,
    STYLES,
    Slot,
    drawing,
    fits,
    has_room,
)
from shared.domain.refusals import Invalid

_PRINT, _READ_ONLY, _CENTRED = 4, 1, 1
_SIGNATURES_EXIST, _APPEND_ONLY = 1, 2
_FONTS = {"normal": "TinosR", "italic": "TinosI"}
_NAMES = {"number": NUMBER_LINE, "date": DATE_LINE}
_DIGITS = "0123456789"

Box = tuple[float, float, float, float]
Look = dict[str, pikepdf.Object]


def prepare(paper: Paper, check_code: str | None = None, *, check_address: str = "") -> bytes:
    """The prepared PDF of a paper, which carries the check code if one is given.

    `check_address` is where the code is answered: with it, address and code are shown as a QR
    code on the first page.
    Raises `Invalid`: `letter_without_glyph` as the layout does, `header_too_wide` where symbol
    or place leave no room for number or date, `type_not_issued` for types that two must sign.
    """
    refuse_what_is_not_issued(paper.text.doc_type)
    shown = draw_check_code(check_address + check_code) if check_address and check_code else ""
    laid_out = lay_out(paper, picture=shown)
    with pikepdf.open(BytesIO(laid_out.pdf)) as pdf:
        slots = [_slot(pdf, spot) for spot in laid_out.slots]
        _Form(pdf).add(slots, laid_out.signature)
        put_imprint(pdf, Imprint(LATEST_DRAWING, check_code))
        prepared = BytesIO()
        pdf.save(
            prepared,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return prepared.getvalue()


def _slot(pdf: pikepdf.Pdf, spot: Spot) -> Slot:
    size = spot.facts["size"]
    baseline = _height(pdf, spot.page) - spot.top
    box = (spot.left, baseline - BELOW * size, spot.left + spot.facts["width"])
    left, bottom, right, top = (round(edge, 3) for edge in (*box, baseline + ABOVE * size))
    font = _FONTS[spot.facts["style"]]
    rect = (left, bottom, right, top)
    blank = spot.facts["text"]
    letters = frozenset(blank + _DIGITS)
    name = _NAMES[spot.facts["name"]]
    slot = Slot(name, spot.page, rect, size, font, blank, letters, LATEST_DRAWING)
    if not (fits(slot, spot.facts["longest"]) and has_room(slot, blank)):
        raise Invalid(
            "header_too_wide", f"“{blank.strip()}” dài quá, không đủ chỗ để điền trên một dòng."
        )
    return slot


def _height(pdf: pikepdf.Pdf, page: int) -> float:
    return float(pdf.pages[page].mediabox[3])


class _Form:
    """The interactive form of one PDF while it is made."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._fields: list[pikepdf.Object] = []

    def add(self, slots: Sequence[Slot], signature: Spot) -> None:
        fonts = self._fonts(slots)
        for slot in slots:
            self._add_slot(slot, fonts)
        hand, seal = self._boxes(signature)
        written = [slot.name for slot in slots]
        self._add_signature(PERSON, signature.page, hand, self._lock("Exclude", *written, AGENCY))
        self._add_signature(AGENCY, signature.page, seal, self._lock("All"))
        root = self._pdf.Root
        root.AcroForm = self._pdf.make_indirect(
            Dictionary(
                Fields=Array(self._fields),
                SigFlags=_SIGNATURES_EXIST | _APPEND_ONLY,
                DR=Dictionary(Font=Dictionary(fonts)),
            )
        )
        # PAdES within PDF 1.7 is an extension by ETSI; after a signature nobody may declare it.
        root.Extensions = Dictionary(
            ESIC=Dictionary(
                Type=Name.DeveloperExtensions, BaseVersion=Name("/1.7"), ExtensionLevel=1
            )
        )

    def _fonts(self, slots: Sequence[Slot]) -> Look:
        return {
            f"/{slot.font}": embedded_font(
                self._pdf, face(STYLES[slot.font]), "".join(slot.letters)
            )
            for slot in slots
        }

    def _add_slot(self, slot: Slot, fonts: Mapping[str, pikepdf.Object]) -> None:
        own = Dictionary({f"/{slot.font}": fonts[f"/{slot.font}"]})
        look = self._look(slot.rect, drawing(slot, slot.blank), Dictionary(Font=own))
        self._add_widget(
            slot.name,
            slot.page,
            slot.rect,
            FT=Name.Tx,
            Ff=_READ_ONLY,
            Q=_CENTRED,
            V=String(slot.blank),
            DA=String(f"/{slot.font} {slot.size:g} Tf 0 g"),
            AP=look,
        )

    def _add_signature(self, name: str, page: int, box: Box, lock: pikepdf.Object) -> None:
        look = self._look(box, b"", Dictionary())
        self._add_widget(name, page, box, FT=Name.Sig, AP=look, Lock=lock)

    def _add_widget(self, name: str, page: int, box: Box, **more: Any) -> None:
        target = self._pdf.pages[page].obj
        field = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                T=String(name),
                F=_PRINT,
                Rect=Array([round(edge, 3) for edge in box]),
                P=target,
                **more,
            )
        )
        if Name.Annots not in target:
            target.Annots = self._pdf.make_indirect(Array())
        target.Annots.append(field)
        self._fields.append(field)

    def _look(self, box: Box, content: bytes, resources: pikepdf.Object) -> pikepdf.Object:
        width, height = (round(box[2] - box[0], 3), round(box[3] - box[1], 3))
        stream = self._pdf.make_stream(
            content,
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, width, height]),
            Resources=resources,
        )
        return Dictionary(N=stream)

    def _lock(self, action: str, *names: str) -> pikepdf.Object:
        lock = Dictionary(Type=Name.SigFieldLock, Action=Name(f"/{action}"))
        if names:
            lock.Fields = Array([String(name) for name in names])
        return self._pdf.make_indirect(lock)

    def _boxes(self, spot: Spot) -> tuple[Box, Box]:
        """Where signature and seal appear: the seal covers the left third of the signature."""
        width, height, seal = (spot.facts[key] for key in ("width", "height", "seal"))
        top = _height(self._pdf, spot.page) - spot.top
        hand = (spot.left, top - height, spot.left + width, top)
        middle, right = top - height / 2, spot.left + width / 3
        return hand, (right - seal, middle - seal / 2, right, middle + seal / 2)
