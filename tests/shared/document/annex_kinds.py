"""How the world's programs write the files that come as annexes."""

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


KINDS: Final[dict[str, Callable[[], bytes]]] = {
    "plain table, PDF 1.3": lambda: written(
        force_version="1.3", object_stream_mode=ObjectStreamMode.disable
    ),
    "streams of objects, PDF 2.0": lambda: written(
        force_version="2.0", object_stream_mode=ObjectStreamMode.generate
    ),
    "for the web": lambda: written(linearize=True),
    "links and an empty form within page and catalogue": lambda: written(_within),
    "links, fields and pages apart": lambda: written(_apart),
}
