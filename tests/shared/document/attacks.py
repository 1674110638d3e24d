"""Forgeries of one dispatch: made by anybody after the seal, or by an insider before it."""

# mypy: untyped-calls-exclude="pyhanko,pyhanko_certvalidator"
# pyHanko leaves constructors without annotations.

import asyncio
import re
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
from shared.document.prepare import prepare
from shared.document.revision import NextRevision
from shared.document.sign import _Signer, fill_and_seal, sign_by_person
from shared.document.slots import drawing, slots_of
from shared.domain.dates import date_line
from shared.domain.numbers import number_line
from tests.shared.document.dispatch import (
    AT,
    DATE_LINE,
    NUMBER_LINE,
    SYMBOL,
    Chain,
    sample_paper,
)

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


def sealed_by_insider(  # an insider has the agency's key at hand, and a program of his own
    chain: Chain,
    *,
    values: Lines = TRUE_LINES,
    drawn: Lines = TRUE_LINES,
    before: Change | None = None,
    key: SigningKey | None = None,
) -> bytes:
    w = NextRevision(BytesIO(chain.signed))
    fill(w, chain.prepared, values, drawn)
    if before is not None:
        before(w)
    meta = PdfSignatureMetadata(
        field_name=AGENCY, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    return asyncio.run(_Signer(meta, key or chain.keys.agency, chain.seal_png, AT).sign(w))


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


# ---- the attacks


def attacks(chain: Chain) -> Iterator[tuple[str, bytes]]:
    yield from _after_the_seal(chain)
    yield from _without_a_seal(chain)
    yield from _by_an_insider(chain)
    yield from _on_the_bytes(chain)


def _after_the_seal(chain: Chain) -> Iterator[tuple[str, bytes]]:
    for name, change in {
        "number and date filled again": lambda w: fill(w, chain.prepared, OTHER_LINES, OTHER_LINES),
        "value changed, drawing kept": lambda w: fill(w, chain.prepared, OTHER_LINES, None),
        "drawing changed, value kept": lambda w: fill(w, chain.prepared, None, OTHER_LINES),
        "seal picture swapped": swap_picture(AGENCY, PERSON),
        "NeedAppearances true": need_appearances,
        "fonts of the form swapped": swap_fonts_of_form,
        "title in the metadata changed": change_title,
        "new text field": add_field,
        "page added": add_page,
        "page painted over": paint_over,
        "order of drawing turned": turn_drawing_order,
        "certification dropped": drop_certification,
        "script added": open_action,
        "number hidden": hide_number,
        "an unused object": add_object,
    }.items():
        yield f"after the seal: {name}", later(chain.sealed, change)


def _without_a_seal(chain: Chain) -> Iterator[tuple[str, bytes]]:
    yield "the seal's revision cut off", chain.sealed[: len(chain.signed)]
    yield (
        "no seal: number filled by anybody",
        later(chain.signed, lambda w: fill(w, chain.prepared, TRUE_LINES, TRUE_LINES)),
    )
    yield (
        "no person: sealed at once",
        asyncio.run(
            fill_and_seal(
                chain.prepared,
                chain.keys.agency,
                None,
                number_line=NUMBER_LINE,
                date_line=DATE_LINE,
                at=AT,
            )
        ),
    )


def _by_an_insider(chain: Chain) -> Iterator[tuple[str, bytes]]:
    blank = {slot.name: slot.blank for slot in slots_of(chain.prepared)}
    for name, (values, drawn) in {
        "value 781, drawn 187": (TRUE_LINES, OTHER_LINES),
        "value 187, drawn 781": (OTHER_LINES, TRUE_LINES),
        "drawn 781, value left blank": (blank, TRUE_LINES),
        "value 781, drawing left blank": (TRUE_LINES, blank),
        "187 filled, the register has 781": (OTHER_LINES, OTHER_LINES),
    }.items():
        yield f"before the seal: {name}", sealed_by_insider(chain, values=values, drawn=drawn)
    for name, change in {
        "field hidden": hide_number,
        "other font in the drawing": swap_font_of_drawing,
        "hand signature's picture swapped": swap_picture(PERSON, NUMBER_FIELD),
        "new text field": add_field,
        "page painted over": paint_over,
        "order of drawing turned": turn_drawing_order,
        "second look of the number": other_states,
        "fonts of the form swapped": swap_fonts_of_form,
        "title in the metadata changed": change_title,
    }.items():
        yield f"before the seal: {name}", sealed_by_insider(chain, before=change)
    yield (
        "sealed by another agency of the same authority",
        sealed_by_insider(chain, key=chain.keys.other_agency),
    )
    yield "another text, signed and sealed by the right keys", another_text(chain)


def another_text(chain: Chain) -> bytes:
    fresh = prepare(sample_paper(subject="nội dung khác"))
    person, agency = chain.keys.person, chain.keys.agency
    signed = asyncio.run(sign_by_person(fresh, person, None, reason="Ký", at=AT))
    sealing = fill_and_seal(
        signed, agency, None, number_line=NUMBER_LINE, date_line=DATE_LINE, at=AT
    )
    return asyncio.run(sealing)


def _on_the_bytes(chain: Chain) -> Iterator[tuple[str, bytes]]:
    sealed = chain.sealed
    for name, at in {
        "the approved text": sealed.index(b"stream") + 200,
        "the person's revision": len(chain.prepared) + 800,
        "the seal's revision": len(chain.signed) + 1500,
    }.items():
        flipped = bytearray(sealed)
        flipped[at] ^= 1
        yield f"one bit flipped in {name}", bytes(flipped)
    yield "bytes added at the end", sealed + b"\n% x\n"
    yield "bytes added at the beginning", b"%PDF-1.7\n" + sealed
    yield "a byte cut off at the end", sealed[:-2]
    yield "another catalogue named by the trailer", _other_root(sealed)


def _other_root(sealed: bytes) -> bytes:
    """The last revision points at another object; the seal's own bytes can't cover that."""
    head, tail = sealed.rsplit(b"trailer", 1)
    return head + b"trailer" + re.sub(rb"/Root 1 0 R", b"/Root 2 0 R", tail)
