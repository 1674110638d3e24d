"""Whether metadata is valid by `metadata.xsd`; nothing in it may make a parser work or fetch."""

from functools import cache
from pathlib import Path
from typing import Final

from lxml import etree

from services.cli.archive.faults import Fault, fault
from services.cli.archive.metadata import DECLARATION

SCHEMA: Final = Path(__file__).with_name("metadata.xsd")


def metadata_faults(name: str, data: bytes) -> list[Fault]:
    """None, or the one that is found first."""
    body = data.removeprefix(DECLARATION)
    if body == data or b"<!" in body or b"<?" in body:
        return [fault(name, "xml_unsafe")]  # a declaration, an entity, another encoding
    try:
        tree = etree.fromstring(body, _parser())
    except (etree.XMLSyntaxError, ValueError):
        return [fault(name, "xml_invalid")]
    return [] if _schema().validate(tree) else [fault(name, "xml_invalid")]


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA, _parser()))
