"""How the world's programs write the files that come as annexes."""

import re
import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode

from tests.shared.document.test_annex import annex_of


def written(change: Callable[[pikepdf.Pdf], None] = lambda _pdf: None, **how: Any) -> bytes:
    """Two pages, changed, and saved as pikepdf's `save` may be told."""
    out = BytesIO()
    with pikepdf.open(BytesIO(annex_of())) as pdf:
        change(pdf)
        pdf.save(out, **how)
    return out.getvalue()


def _links(pdf: pikepdf.Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
    pdf.pages[0].obj.Annots = Array([link, pdf.make_indirect(link)])


def _put_pages_deeper(pdf: pikepdf.Pdf) -> None:
    top = pdf.Root.Pages
    middle = Dictionary(Type=Name.Pages, Kids=top.Kids, Count=top.Count, Parent=top)
    middle = pdf.make_indirect(middle)
    for page in top.Kids:
        page.Parent = middle
    top.Kids = Array([middle])


def _within(pdf: pikepdf.Pdf) -> None:
    _links(pdf)
    pdf.Root.AcroForm = Dictionary(Fields=Array([]))


def _apart(pdf: pikepdf.Pdf) -> None:
    _links(pdf)
    pdf.pages[0].obj.Annots = pdf.make_indirect(pdf.pages[0].obj.Annots)
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=pdf.make_indirect(Array([]))))
    _put_pages_deeper(pdf)


def as_word_writes() -> bytes:
    """A table and a stream of cross-references, and an empty table that names both ("hybrid")."""
    pdf = written(object_stream_mode=ObjectStreamMode.disable)
    begin = pdf.rindex(b"xref\n0 ", 0, pdf.rindex(b"startxref"))
    entries = re.findall(rb"(\d{10}) (\d{5}) ([nf]) \n", pdf[begin:])
    found = re.search(rb"trailer\s*<<(.*)>>", pdf[begin:], re.DOTALL)
    assert found
    size, known = len(entries), re.sub(rb"/Size \d+", b"", found[1])
    told = b"".join(
        struct.pack(">BIH", kind == b"n", int(offset), int(generation))
        for offset, generation, kind in entries
    )
    stream = (
        b"%d 0 obj\n<</Type/XRef /Size %d /W[1 4 2] /Length %d %b>>\n"
        b"stream\n%b\nendstream\nendobj\n"
    )
    body = pdf[:begin] + stream % (size, size, len(told), known, told)
    table = b"".join(
        b"%b %b %b \n" % entry for entry in [*entries, (b"%010d" % begin, b"00000", b"n")]
    )
    trailer = b"trailer <<%b /Size %d>>\nstartxref\n%d\n%%%%EOF\n"
    whole = b"%bxref\n0 %d\n%b" % (body, size + 1, table) + trailer % (known, size + 1, len(body))
    both = b"%b /Prev %d /XRefStm %d" % (known, len(body), begin)
    return b"%bxref\n0 0\n" % whole + trailer % (both, size + 1, len(whole))


KINDS: Final[dict[str, Callable[[], bytes]]] = {
    "plain table, PDF 1.3": lambda: written(
        force_version="1.3", object_stream_mode=ObjectStreamMode.disable
    ),
    "streams of objects, PDF 2.0": lambda: written(
        force_version="2.0", object_stream_mode=ObjectStreamMode.generate
    ),
    "two tables, as Word writes them": as_word_writes,
    "for the web": lambda: written(linearize=True),
    "links and an empty form within page and catalogue": lambda: written(_within),
    "links, fields and pages apart": lambda: written(_apart),
}
