"""What may follow the seal: stamps over the whole file, each with more proof, and nothing else.

Looked at object by object: a revision of this kind gives the form and the page's annotations anew,
each longer by the stamp's field, and the security store, longer by certificates and answers; all
else that it has is new and belongs to these. In annexes, which are anybody's PDF, the lists may lie
within the page and the form themselves.
"""

# mypy: untyped-calls-exclude="pyhanko"
# pyHanko leaves constructors without annotations.

from collections.abc import Iterator, Sequence
from io import BytesIO

import shared.document.pyhanko_loaded

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from shared.document.fields import archive_stamp
from shared.document.revisions import Revision

_STORE = ("/Certs", "/CRLs", "/OCSPs")
_PRINT_AND_LOCKED = 132
_LABEL = "Timestamp"
"""What pyHanko has screen readers say."""
_STAMP_FIELD = {"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/TU", "/V"}
_STAMP = {"/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange"}

Numbers = list[int]


class OddError(ValueError):
    """Something is not as this office writes it."""


def renewal_problems(pdf: bytes, revisions: Sequence[Revision], sealed: int) -> Iterator[str]:
    """A code for every revision behind the first `sealed` ones that is more than a stamp."""
    for place in range(sealed, len(revisions)):
        before, after = (
            PdfFileReader(BytesIO(pdf[: revisions[at].end])) for at in (place - 1, place)
        )
        number = place - sealed + 1
        if not is_renewal(before, after, revisions[place].objects, number):
            yield "changed_after_seal"


def is_renewal(
    before: PdfFileReader, after: PdfFileReader, objects: frozenset[int], number: int
) -> bool:
    """Whether a revision that gave these objects is the stamp with this number, counted from 1."""
    try:
        return objects == _objects_of_renewal(before, after, archive_stamp(number))
    except (OddError, LookupError, TypeError, ValueError, AttributeError):
        return False


def store_problems(reader: PdfFileReader) -> Iterator[str]:
    """A code if the file has a security store that is more than lists of proof."""
    try:
        if "/DSS" in reader.root:
            _lists(reader)
    except (OddError, LookupError, TypeError, ValueError, AttributeError):
        yield "long_term_data_odd"


def _objects_of_renewal(before: PdfFileReader, after: PdfFileReader, name: str) -> frozenset[int]:
    """Every object that the revision has to have; raises `OddError` if one is odd."""
    form, page, root = before.root["/AcroForm"], _first_page(after), after.root
    in_form = _place_of("/AcroForm", before.root, root, after.trailer.raw_get("/Root").idnum)
    fields = _place_of("/Fields", form, root["/AcroForm"], in_form)
    field = _grown(form["/Fields"], root["/AcroForm"]["/Fields"])
    old, new = _first_page(before).get_object(), page.get_object()
    annotations = _place_of("/Annots", old, new, page.idnum)
    _demand(field.reference == _grown(old["/Annots"], new["/Annots"]).reference)
    stamp = _stamp_of(field.get_object(), name, page)
    store = _numbers_of_store(before, after)
    return frozenset({fields, annotations, field.idnum, stamp.idnum, *store})


def _stamp_of(
    field: generic.DictionaryObject, name: str, page: generic.IndirectObject
) -> generic.IndirectObject:
    """The stamp in its field, which shows nothing and stands nowhere on the page."""
    stamp: generic.IndirectObject = field.raw_get("/V")
    signature = stamp.get_object()
    _demand(
        set(field) <= _STAMP_FIELD
        and (field["/FT"], field["/T"], field["/F"]) == ("/Sig", name, _PRINT_AND_LOCKED)
        and field.get("/TU", _LABEL) == _LABEL
        and (field["/Type"], field["/Subtype"]) == ("/Annot", "/Widget")
        and [float(edge) for edge in field["/Rect"]] == [0, 0, 0, 0]
        and field.raw_get("/P").reference == page.reference
        and set(signature) <= _STAMP
        and (signature["/Type"], signature["/SubFilter"]) == ("/DocTimeStamp", "/ETSI.RFC3161")
    )
    return stamp


def _numbers_of_store(before: PdfFileReader, after: PdfFileReader) -> Numbers:
    """The store and what is new in it; what was in it stays, in its place."""
    old, new = _lists(before), _lists(after)
    for key, kept in old.items():
        _demand(new[key][: len(kept)] == kept)
    added = [number for key in _STORE for number in new[key][len(old[key]) :]]
    return [after.root.raw_get("/DSS").idnum, *added] if added else []


def _lists(reader: PdfFileReader) -> dict[str, Numbers]:
    """The store's lists as object numbers; no entry by signature (VRI), which nobody needs."""
    store = reader.root.raw_get("/DSS").get_object()
    _demand(set(store) <= {*_STORE, "/Type"})
    lists = {key: _entries(store.get(key, generic.ArrayObject())) for key in _STORE}
    for reference in (one for listed in lists.values() for one in listed):
        stream = reference.get_object()
        _demand(isinstance(stream, generic.StreamObject) and set(stream) == {"/Length"})
    return {key: [one.idnum for one in listed] for key, listed in lists.items()}


def _entries(array: generic.ArrayObject) -> list[generic.IndirectObject]:
    """As they are written: references are not followed."""
    return [array.raw_get(place) for place in range(len(array))]


def _place_of(
    key: str, before: generic.DictionaryObject, after: generic.DictionaryObject, own: int
) -> int:
    """The object in which a dictionary's value lies: its own, or the dictionary's, `own`.

    All else in the dictionary is as before, and where the value lies is too.
    """
    was, now = before.raw_get(key), after.raw_get(key)
    if isinstance(now, generic.IndirectObject):
        _demand(same(before, after))
        return int(now.idnum)
    _demand(not isinstance(was, generic.IndirectObject) and same(before, after, key))
    return own


def _grown(before: generic.ArrayObject, after: generic.ArrayObject) -> generic.IndirectObject:
    """What an array has more than before: one reference, at its end."""
    *kept, new = _entries(after)
    _demand(list(map(repr, kept)) == list(map(repr, _entries(before))))
    return new


def _first_page(reader: PdfFileReader) -> generic.IndirectObject:
    above, place, _ = reader.find_page_container(0)
    page: generic.IndirectObject = above.get_object()["/Kids"].raw_get(place)
    return page


def same(before: generic.DictionaryObject, after: generic.DictionaryObject, *without: str) -> bool:
    """Whether two dictionaries are written alike: references are not followed."""
    return as_written(before, *without) == as_written(after, *without)


def as_written(dictionary: generic.DictionaryObject, *without: str) -> dict[str, str]:
    """A dictionary as it is written: references are not followed."""
    return {key: repr(dictionary.raw_get(key)) for key in dictionary if key not in without}


def _demand(fulfilled: object) -> None:
    if not fulfilled:
        raise OddError
