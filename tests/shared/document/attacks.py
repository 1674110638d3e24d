"""Forgeries of one dispatch: made by anybody after the seal, or by an insider before it."""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

import asyncio
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata

from shared.document.fields import AGENCY, PERSON
from shared.document.fields import DATE_LINE as DATE_FIELD
from shared.document.fields import NUMBER_LINE as NUMBER_FIELD
from shared.document.keys import SigningKey
from shared.document.revision import NextRevision
from shared.document.sign import _Signer, fill_and_seal
from shared.document.slots import drawing, slots_of
from shared.domain.dates import date_line
from shared.domain.numbers import number_line
from tests.shared.document.byte_attacks import on_the_bytes
from tests.shared.document.dispatch import (
    DATE_LINE,
    NUMBER_LINE,
    SYMBOL,
    Chain,
)
from tests.shared.document.key_attacks import with_sound_keys

Change = Callable[[IncrementalPdfFileWriter], None]
Lines = dict[str, str]

TRUE_LINES = {NUMBER_FIELD: NUMBER_LINE, DATE_FIELD: DATE_LINE}
OTHER_LINES = {
    NUMBER_FIELD: number_line(187, SYMBOL),
    DATE_FIELD: date_line("Lạng Sơn", date(2026, 11, 20)),
}


# ---- tools


def later(pdf: bytes, change: Change) -> bytes:
    """One more revision."""
    writer = NextRevision(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    IncrementalPdfFileWriter.write(writer, out)
    return out.getvalue()


def put(
    target: generic.DictionaryObject, key: str, value: object, w: IncrementalPdfFileWriter
) -> None:
    target[generic.pdf_name(key)] = value
    if target is w.root:
        w.update_root()
    else:
        w.update_container(target)


def form(w: IncrementalPdfFileWriter) -> generic.DictionaryObject:
    found: generic.DictionaryObject = w.root["/AcroForm"]
    return found


def field(w: IncrementalPdfFileWriter, name: str) -> generic.DictionaryObject:
    fields = (r.get_object() for r in form(w)["/Fields"])
    found: generic.DictionaryObject = next(f for f in fields if f["/T"] == name)
    return found


def fill(
    w: IncrementalPdfFileWriter, prepared: bytes, values: Lines | None, drawn: Lines | None
) -> None:
    for slot in slots_of(prepared):
        target = field(w, slot.name)
        if values is not None:
            target[generic.pdf_name("/V")] = generic.pdf_string(values[slot.name])
        if drawn is not None:
            put_drawing(w, target, drawing(slot, drawn[slot.name]))
        w.update_container(target)


def put_drawing(
    w: IncrementalPdfFileWriter, target: generic.DictionaryObject, content: bytes
) -> None:
    old = target["/AP"]["/N"]
    entries = {generic.pdf_name(k): old.raw_get(k) for k in old if k not in {"/Length", "/Filter"}}
    look = w.add_object(generic.StreamObject(entries, stream_data=content))
    target[generic.pdf_name("/AP")] = generic.DictionaryObject({generic.pdf_name("/N"): look})


def lines_of(chain: Chain) -> Lines:
    return {NUMBER_FIELD: chain.number_line, DATE_FIELD: chain.date_line}


def sealed_by_insider(  # an insider has the agency's key at hand, and a program of his own
    chain: Chain,
    *,
    values: Lines | None = None,
    drawn: Lines | None = None,
    before: Change | None = None,
    key: SigningKey | None = None,
) -> bytes:
    w = NextRevision(BytesIO(chain.signed))
    fill(w, chain.prepared, values or lines_of(chain), drawn or lines_of(chain))
    if before is not None:
        before(w)
    meta = PdfSignatureMetadata(
        field_name=AGENCY, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    return asyncio.run(_Signer(meta, key or chain.keys.agency, chain.seal_png, chain.at).sign(w))


# ---- changes


def add_object(w: IncrementalPdfFileWriter) -> None:
    w.add_object(generic.NumberObject(1))


def add_page(w: IncrementalPdfFileWriter) -> None:
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842)))
    w.insert_page(
        generic.DictionaryObject(
            {
                generic.pdf_name("/Type"): generic.pdf_name("/Page"),
                generic.pdf_name("/MediaBox"): box,
            }
        )
    )


def add_field(w: IncrementalPdfFileWriter) -> None:
    new = generic.DictionaryObject(
        {
            generic.pdf_name("/FT"): generic.pdf_name("/Tx"),
            generic.pdf_name("/T"): generic.pdf_string("khac"),
            generic.pdf_name("/V"): generic.pdf_string("x"),
        }
    )
    form(w)["/Fields"].append(w.add_object(new))
    w.update_container(form(w)["/Fields"])


def paint_over(w: IncrementalPdfFileWriter) -> None:
    paint = generic.StreamObject(stream_data=b"q 1 0 0 rg 100 500 200 50 re f Q")
    w.add_stream_to_page(0, w.add_object(paint))


def change_title(w: IncrementalPdfFileWriter) -> None:
    packet = w.root["/Metadata"].data.replace("báo chí".encode(), "BÁO CHÍ".encode())
    entries = {
        generic.pdf_name("/Type"): generic.pdf_name("/Metadata"),
        generic.pdf_name("/Subtype"): generic.pdf_name("/XML"),
    }
    changed = w.add_object(generic.StreamObject(entries, stream_data=packet))
    put(w.root, "/Metadata", changed, w)


def swap_picture(name: str, other: str) -> Change:
    def change(w: IncrementalPdfFileWriter) -> None:
        look = field(w, other)["/AP"].raw_get("/N")
        put(field(w, name), "/AP", generic.DictionaryObject({generic.pdf_name("/N"): look}), w)

    return change


def swap_fonts_of_form(w: IncrementalPdfFileWriter) -> None:
    fonts = form(w)["/DR"]["/Font"]
    put(fonts, "/TinosR", fonts.raw_get("/TinosI"), w)


def swap_font_of_drawing(w: IncrementalPdfFileWriter) -> None:
    look = field(w, NUMBER_FIELD)["/AP"]["/N"]
    other = form(w)["/DR"]["/Font"].raw_get("/TinosI")
    fonts = generic.DictionaryObject({generic.pdf_name("/TinosR"): other})
    look[generic.pdf_name("/Resources")] = generic.DictionaryObject(
        {generic.pdf_name("/Font"): fonts}
    )


def widen_the_drawing(w: IncrementalPdfFileWriter) -> None:
    box = generic.ArrayObject(map(generic.NumberObject, (0, 0, 9, 9)))
    field(w, NUMBER_FIELD)["/AP"]["/N"][generic.pdf_name("/BBox")] = box


def turn_the_drawing(w: IncrementalPdfFileWriter) -> None:
    turned = generic.ArrayObject(map(generic.NumberObject, (-1, 0, 0, 1, 0, 0)))
    field(w, NUMBER_FIELD)["/AP"]["/N"][generic.pdf_name("/Matrix")] = turned


def let_number_be_typed_over(w: IncrementalPdfFileWriter) -> None:
    put(field(w, NUMBER_FIELD), "/Ff", generic.NumberObject(0), w)


def hide_number(w: IncrementalPdfFileWriter) -> None:
    put(field(w, NUMBER_FIELD), "/F", generic.NumberObject(2), w)


def need_appearances(w: IncrementalPdfFileWriter) -> None:
    put(form(w), "/NeedAppearances", generic.BooleanObject(True), w)


def turn_drawing_order(w: IncrementalPdfFileWriter) -> None:
    page = w.root["/Pages"]["/Kids"][0]
    order = generic.ArrayObject(
        page["/Annots"].raw_get(at) for at in reversed(range(len(page["/Annots"])))
    )
    put(page, "/Annots", w.add_object(order), w)


def drop_certification(w: IncrementalPdfFileWriter) -> None:
    del w.root["/Perms"]
    w.update_root()


def open_action(w: IncrementalPdfFileWriter) -> None:
    script = {
        generic.pdf_name("/S"): generic.pdf_name("/JavaScript"),
        generic.pdf_name("/JS"): generic.pdf_string("app.alert(1)"),
    }
    put(w.root, "/OpenAction", generic.DictionaryObject(script), w)


def other_states(w: IncrementalPdfFileWriter) -> None:
    look = field(w, NUMBER_FIELD)["/AP"]
    look[generic.pdf_name("/R")] = field(w, DATE_FIELD)["/AP"].raw_get("/N")
    w.update_container(look)


def add_to_catalogue(w: IncrementalPdfFileWriter) -> None:
    put(w.root, "/Lang", generic.pdf_string("en"), w)


def exchange_check_code(w: IncrementalPdfFileWriter) -> None:
    private = w.root["/PieceInfo"]["/CongVan"]["/Private"]
    private[generic.pdf_name("/CheckCode")] = generic.pdf_string("0" * 32)
    w.update_container(w.root["/PieceInfo"])


def name_another_drawing(w: IncrementalPdfFileWriter) -> None:
    private = w.root["/PieceInfo"]["/CongVan"]["/Private"]
    private[generic.pdf_name("/Drawing")] = generic.NumberObject(2)
    w.update_container(w.root["/PieceInfo"])


def take_the_seal_off_the_page(w: IncrementalPdfFileWriter) -> None:
    page = w.root["/Pages"]["/Kids"][0]
    annotations = page["/Annots"]
    kept = generic.ArrayObject(annotations.raw_get(at) for at in range(len(annotations) - 1))
    put(page, "/Annots", w.add_object(kept), w)


def lay_a_note_over_the_page(w: IncrementalPdfFileWriter) -> None:
    page = w.root["/Pages"]["/Kids"][0]
    note = {
        generic.pdf_name("/Type"): generic.pdf_name("/Annot"),
        generic.pdf_name("/Subtype"): generic.pdf_name("/FreeText"),
        generic.pdf_name("/Contents"): generic.pdf_string("Số: 187"),
        generic.pdf_name("/Rect"): generic.ArrayObject(
            map(generic.NumberObject, (90, 690, 250, 720))
        ),
    }
    annotations = [page["/Annots"].raw_get(at) for at in range(len(page["/Annots"]))]
    more = [*annotations, w.add_object(generic.DictionaryObject(note))]
    put(page, "/Annots", w.add_object(generic.ArrayObject(more)), w)


def turn_page(w: IncrementalPdfFileWriter) -> None:
    put(w.root["/Pages"]["/Kids"][0], "/Rotate", generic.NumberObject(180), w)


def move_number(w: IncrementalPdfFileWriter) -> None:
    away = generic.ArrayObject(map(generic.NumberObject, (0, 0, 1, 1)))
    put(field(w, NUMBER_FIELD), "/Rect", away, w)


def add_field_of_the_same_name(w: IncrementalPdfFileWriter) -> None:
    twin = {
        generic.pdf_name("/FT"): generic.pdf_name("/Tx"),
        generic.pdf_name("/T"): generic.pdf_string(NUMBER_FIELD),
        generic.pdf_name("/V"): generic.pdf_string(OTHER_LINES[NUMBER_FIELD]),
    }
    fields = form(w)["/Fields"]
    fields.insert(0, w.add_object(generic.DictionaryObject(twin)))
    w.update_container(fields)


def open_the_seals_lock(w: IncrementalPdfFileWriter) -> None:
    lock = field(w, AGENCY)["/Lock"]
    lock[generic.pdf_name("/Action")] = generic.pdf_name("/Include")
    lock[generic.pdf_name("/Fields")] = generic.ArrayObject([generic.pdf_string("khac")])
    w.update_container(lock)


ANYWHERE: dict[str, Change] = {
    "NeedAppearances true": need_appearances,
    "fonts of the form swapped": swap_fonts_of_form,
    "title in the metadata changed": change_title,
    "new text field": add_field,
    "a second field of the number's name": add_field_of_the_same_name,
    "page added": add_page,
    "page painted over": paint_over,
    "page turned": turn_page,
    "order of drawing turned": turn_drawing_order,
    "seal taken off the page": take_the_seal_off_the_page,
    "note laid over the page": lay_a_note_over_the_page,
    "certification dropped": drop_certification,
    "script added": open_action,
    "key added to the catalogue": add_to_catalogue,
    "check code exchanged": exchange_check_code,
    "another drawing named": name_another_drawing,
    "number hidden": hide_number,
    "number open to be typed over": let_number_be_typed_over,
    "number moved": move_number,
    "the seal's lock opened": open_the_seals_lock,
}
"""Changes that are forgeries whenever they are made: after the signature, or after the seal."""


# ---- the attacks


def attacks(chain: Chain) -> Iterator[tuple[str, bytes]]:
    yield from _after_the_seal(chain)
    yield from _without_a_seal(chain)
    yield from _by_an_insider(chain)
    yield from with_sound_keys(chain)
    yield from on_the_bytes(chain)


def _after_the_seal(chain: Chain) -> Iterator[tuple[str, bytes]]:
    for name, change in {
        "number and date filled again": lambda w: fill(w, chain.prepared, OTHER_LINES, OTHER_LINES),
        "value changed, drawing kept": lambda w: fill(w, chain.prepared, OTHER_LINES, None),
        "drawing changed, value kept": lambda w: fill(w, chain.prepared, None, OTHER_LINES),
        "seal picture swapped": swap_picture(AGENCY, PERSON),
        "an unused object": add_object,
        **ANYWHERE,
    }.items():
        yield f"after the seal: {name}", later(chain.sealed, change)


def _without_a_seal(chain: Chain) -> Iterator[tuple[str, bytes]]:
    yield "the seal's revision cut off", chain.sealed[: len(chain.signed)]
    yield (
        "no seal: number filled by anybody",
        later(chain.signed, lambda w: fill(w, chain.prepared, lines_of(chain), lines_of(chain))),
    )
    yield (
        "no person: sealed at once",
        asyncio.run(
            fill_and_seal(
                chain.prepared,
                chain.keys.agency,
                None,
                number_line=chain.number_line,
                date_line=chain.date_line,
                at=chain.at,
            )
        ),
    )


def _by_an_insider(chain: Chain) -> Iterator[tuple[str, bytes]]:
    blank = {slot.name: slot.blank for slot in slots_of(chain.prepared)}
    for name, (values, drawn) in {
        "value 781, drawn 187": (lines_of(chain), OTHER_LINES),
        "value 187, drawn 781": (OTHER_LINES, lines_of(chain)),
        "drawn 781, value left blank": (blank, lines_of(chain)),
        "value 781, drawing left blank": (lines_of(chain), blank),
        "187 filled, the register has 781": (OTHER_LINES, OTHER_LINES),
    }.items():
        yield f"before the seal: {name}", sealed_by_insider(chain, values=values, drawn=drawn)
    for name, change in {
        "other font in the drawing": swap_font_of_drawing,
        "other box of the drawing": widen_the_drawing,
        "drawing turned": turn_the_drawing,
        "hand signature's picture swapped": swap_picture(PERSON, NUMBER_FIELD),
        "second look of the number": other_states,
        **ANYWHERE,
    }.items():
        yield f"before the seal: {name}", sealed_by_insider(chain, before=change)
    yield (
        "sealed by another agency of the same authority",
        sealed_by_insider(chain, key=chain.keys.other_agency),
    )
