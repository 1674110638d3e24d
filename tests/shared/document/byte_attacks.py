"""Forgeries made on the bytes of a sealed file, past every PDF program."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

from tests.shared.document.dispatch import Chain


def on_the_bytes(chain: Chain) -> Iterator[tuple[str, bytes]]:
    yield from _flipped(chain)
    yield from _cut_and_joined(chain)
    yield from _around_the_signature(chain)
    yield from _written_anew(chain)


def _flipped(chain: Chain) -> Iterator[tuple[str, bytes]]:
    sealed = chain.sealed
    for name, at in {
        "the approved text": sealed.index(b"stream") + 200,
        "the person's revision": len(chain.prepared) + 800,
        "the seal's revision": len(chain.signed) + 1500,
    }.items():
        flipped = bytearray(sealed)
        flipped[at] ^= 1
        yield f"one bit flipped in {name}", bytes(flipped)


def _cut_and_joined(chain: Chain) -> Iterator[tuple[str, bytes]]:
    sealed = chain.sealed
    yield "bytes added at the end", sealed + b"\n% x\n"
    yield "bytes added at the beginning", b"%PDF-1.7\n" + sealed
    yield "a byte cut off at the end", sealed[:-2]
    yield "the person's revision cut out", chain.prepared + sealed[len(chain.signed) :]
    yield "the file twice, one behind the other", sealed + sealed
    yield "the seal's revision twice", sealed + sealed[len(chain.signed) :]


def _around_the_signature(chain: Chain) -> Iterator[tuple[str, bytes]]:
    """Forgeries that left other programs with a signature which they called valid."""
    sealed = chain.sealed
    ranges = list(re.finditer(rb"/ByteRange ?\[([\d ]+)\]", sealed))
    contents = list(re.finditer(rb"/Contents ?<([0-9a-fA-F]+)>", sealed))
    for whose, at in {"person's": 0, "seal's": -1}.items():
        signed, held = ranges[at], contents[at]
        yield f"the {whose} byte range emptied", _with(sealed, signed, 1, b"")
        yield f"the {whose} byte range of nothing", _with(sealed, signed, 1, b"0 0 0 0")
        yield f"the {whose} byte range without its end", _with(sealed, signed, 1, _short(signed))
        yield f"the {whose} signature of zeros", _with(sealed, held, 1, b"0" * len(held[1]))
        yield f"the {whose} signature emptied", _with(sealed, held, 1, b"")
    yield "another catalogue named by the trailer", _other_root(sealed)
    yield "the last table leads to other objects", _swapped_entries(sealed)


def _short(byte_range: re.Match[bytes]) -> bytes:
    """As if the last part had one byte only: what follows would be nobody's."""
    first, gap, behind, _ = byte_range[1].split()
    return b" ".join((first, gap, behind, b"1"))


def _with(pdf: bytes, found: re.Match[bytes], group: int, other: bytes) -> bytes:
    """Other bytes in the same room, so that every offset stays right."""
    begin, end = found.span(group)
    return pdf[:begin] + other.ljust(end - begin) + pdf[end:]


def _other_root(sealed: bytes) -> bytes:
    """The last revision points at another object; the seal's own bytes can't cover that."""
    head, tail = sealed.rsplit(b"trailer", 1)
    return head + b"trailer" + re.sub(rb"/Root 1 0 R", b"/Root 2 0 R", tail)


def _swapped_entries(sealed: bytes) -> bytes:
    """Two entries of the last cross-reference table change places."""
    begin = sealed.rindex(b"xref\n", 0, sealed.rindex(b"startxref"))
    first, second = list(re.finditer(rb"\d{10} \d{5} n", sealed[begin:]))[:2]
    table = bytearray(sealed[begin:])
    table[first.start() : first.end()], table[second.start() : second.end()] = second[0], first[0]
    return sealed[:begin] + bytes(table)


def _written_anew(chain: Chain) -> Iterator[tuple[str, bytes]]:
    """The same content in other bytes: what was signed is the bytes."""
    for name, for_the_web in {"by another program": False, "for the web": True}.items():
        out = BytesIO()
        with pikepdf.open(BytesIO(chain.sealed)) as pdf:
            pdf.save(out, linearize=for_the_web)
        yield f"written anew {name}", out.getvalue()
    locked = BytesIO()
    with pikepdf.open(BytesIO(chain.sealed)) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user=""))
    yield "encrypted", locked.getvalue()
