"""The rules of PDF/A-2b (ISO 19005-2) that fields and signatures could break."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

PRINT, INVISIBLE, HIDDEN, NO_VIEW, TOGGLE_NO_VIEW = 4, 1, 2, 32, 256


def pdfa_faults(pdf_bytes: bytes) -> list[str]:
    with pikepdf.open(BytesIO(pdf_bytes)) as pdf:
        return [
            *_of_the_file(pdf_bytes, pdf),
            *_of_the_catalogue(pdf),
            *(fault for thing in pdf.objects for fault in _of_an_object(thing)),
        ]


def _of_the_file(pdf_bytes: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    if not pdf_bytes.startswith(b"%PDF-1.7\n%"):
        yield "header"
    if "/Encrypt" in pdf.trailer or "/ID" not in pdf.trailer:
        yield "trailer"
    if re.search(rb"[^\r\n]endstream|[^\r\n]endobj|\d obj[^\r\n]|/LZWDecode", pdf_bytes):
        yield "line ends round objects"


def _of_the_catalogue(pdf: pikepdf.Pdf) -> Iterator[str]:
    root, form = pdf.Root, pdf.Root.AcroForm
    packet = root.Metadata.read_bytes()
    if b"pdfaid:part>2<" not in packet or b"pdfaid:conformance>B<" not in packet:
        yield "the metadata name no PDF/A-2b"
    with pdf.open_metadata() as metadata:
        if metadata.get("xmp:CreateDate", "")[:10] != "2020-03-05":
            yield "the date of the metadata was written anew"
    if str(pdf.docinfo["/CreationDate"])[:10] != "D:20200305":
        yield "the date of the information dictionary was written anew"
    if "/Version" in root:
        yield "another version"
    if {"/OpenAction", "/AA", "/Names"} & set(root.keys()):
        yield "actions"
    if not any(o.S == "/GTS_PDFA1" and "/DestOutputProfile" in o for o in root.OutputIntents):
        yield "no output intent"
    if form.get("/NeedAppearances", False) or "/XFA" in form:
        yield "NeedAppearances or XFA"
    if not set(root.get("/Perms", {}).keys()) <= {"/DocMDP", "/UR3"}:
        yield "permissions"


def _of_an_object(thing: object) -> Iterator[str]:
    if isinstance(thing, pikepdf.Stream):
        if "/F" in thing or thing.get("/Interpolate", False):
            yield "external stream or interpolation"
        if thing.get("/ColorSpace", "") == "/DeviceCMYK":
            yield "CMYK"
    elif isinstance(thing, pikepdf.Dictionary):
        for reference in thing.get("/Reference", []):
            if {"/DigestMethod", "/DigestValue", "/DigestLocation"} & set(reference.keys()):
                yield "digest in a signature reference"
        if thing.get("/Type") == "/Font":
            yield from _of_a_font(thing)
        if thing.get("/Subtype") == "/Widget":
            yield from _of_a_widget(thing)


def _of_a_font(font: pikepdf.Dictionary) -> Iterator[str]:
    holder = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    if "/FontFile2" not in holder.FontDescriptor and "/FontFile3" not in holder.FontDescriptor:
        yield f"font {font.BaseFont} is not embedded"


def _of_a_widget(widget: pikepdf.Dictionary) -> Iterator[str]:
    flags = int(widget.F)
    if not flags & PRINT or flags & (INVISIBLE | HIDDEN | NO_VIEW | TOGGLE_NO_VIEW):
        yield f"flags of {widget['/T']}"
    if {"/A", "/AA"} & set(widget.keys()):
        yield f"action of {widget['/T']}"
    left, bottom, right, top = (float(edge) for edge in widget.Rect)
    if "/AP" not in widget and (left, bottom) == (right, top):
        return  # what has no extent needs no appearance (6.3.3)
    if set(widget.AP.keys()) != {"/N"} or not isinstance(widget.AP.N, pikepdf.Stream):
        yield f"appearance of {widget['/T']}"
