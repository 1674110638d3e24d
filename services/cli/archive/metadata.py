"""The metadata of an outgoing dispatch: the fields of ND30 Phụ lục VI, as XML.

Lengths are the decree's; what is longer is cut here, and whole in the package's other files.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from services.cli.archive.taken import Json, Taken
from shared.domain.document_types import NAMES
from shared.domain.lifecycle import WAYS_BACK, WayBack
from shared.domain.numbers import printed_number
from shared.domain.urgency import Urgency

DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n'
VOLUME: Final = 999
"""Entries in one volume of file copies: DocOrdinal has three digits."""
PRIORITIES: Final = {
    Urgency.NORMAL: 0,
    Urgency.URGENT: 1,
    Urgency.VERY_URGENT: 2,
    Urgency.EXPRESS: 3,
}
"""As edXML numbers them (QCVN 102:2016/BTTTT)."""
MOST: Final = 999
"""What a Number of three digits can say."""


def metadata(taken: Taken) -> bytes:
    """`metadata.xml` of a package: what `metadata.xsd` asks for."""
    desk, record = taken.desk, taken.desk["record"]
    doc_type: str = desk["doc_type"]
    root = Element("Dispatch")
    _file_code(SubElement(root, "FileCode"), desk)
    _put(root, "DocOrdinal", (desk["number"] - 1) % VOLUME + 1)
    _put(root, "TypeName", _cut(NAMES.get(doc_type, doc_type), 100))
    _put(root, "CodeNumber", printed_number(desk["number"]))
    _put(root, "CodeNotation", _cut(desk["symbol"], 30))
    _put(root, "IssuedDate", desk["date"])
    _put(root, "OrganName", _cut(desk["issuer"]["name"], 200))
    _put(root, "Subject", _cut(record["subject"], 500))
    _put(root, "Language", "Tiếng Việt")
    _put(root, "PageAmount", min(_pages(taken.sealed), MOST))
    _put(root, "Description", _cut(_description(record), 500))
    signer = SubElement(root, "SignerInfo")
    _put(signer, "Position", _cut(" ".join(record["signer_lines"]), 100))
    _put(signer, "FullName", _cut(record["signer"], 50))
    for recipient in dict.fromkeys(one["recipient"] for one in record["deliveries"]):
        _put(SubElement(root, "To"), "OrganName", _cut(recipient, 200))
    _put(root, "Priority", PRIORITIES[Urgency(record["urgency"])])
    _put(root, "IssuedAmount", min(_copies(record), MOST))
    indent(root)
    return DECLARATION + tostring(root, encoding="unicode").encode() + b"\n"


def _file_code(code: Element, desk: Json) -> None:
    """The file (hồ sơ) is a volume of the file copies of a year and series."""
    volume = (desk["number"] - 1) // VOLUME + 1
    _put(code, "OrganId", _cut(desk["issuer"]["organ_id"], 13))
    _put(code, "FileCatalog", desk["year"])
    _put(code, "FileNotation", _cut(f"{volume:02}.{desk['series']}", 20))


def _description(record: Json) -> str:
    """What happened to it after it was issued."""
    return "; ".join(_ways_back(record))


def _ways_back(record: Json) -> Iterator[str]:
    for way in record["ways_back"]:
        yield WAYS_BACK[WayBack(way)].word


def _copies(record: Json) -> int:
    return sum(len(one["mailboxes"]) for one in record["deliveries"])


def _pages(pdf: bytes) -> int:
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 -- pyHanko loads lazily

    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


def _put(parent: Element, name: str, value: Any) -> None:
    SubElement(parent, name).text = str(value)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
