"""How many fields of made dispatches the reader gets right."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from services.drafting.domain.reader import read_text
from services.drafting.domain.reading.as_json import as_json
from tests.services.drafting.domain.written.content import Content, content
from tests.services.drafting.domain.written.manner import Manner, manner
from tests.services.drafting.domain.written.writer import (
    COSIGNED,
    NOTE,
    has_date,
    has_header,
    is_cosigned,
    printed_block,
    write,
    written_paragraphs,
)


@dataclass(frozen=True, slots=True)
class Wrong:
    seed: int
    field: str
    wanted: Any
    read: Any


@dataclass(slots=True)
class Score:
    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[Wrong] = field(default_factory=list)

    def rate(self, name: str) -> float:
        return self.right[name] / self.asked[name]

    @property
    def total(self) -> float:
        return self.right.total() / self.asked.total()

    def table(self) -> str:
        rows = (f"{name:12} {100 * self.rate(name):7.2f} %" for name in self.asked)
        return "\n".join((*rows, f"{'all':12} {100 * self.total:7.2f} %"))


def made(seed: int) -> tuple[Content, Manner]:
    random = Random(seed)  # noqa: S311 -- to vary tests, not to keep secrets
    return content(random), manner(random)


def wanted(content: Content, manner: Manner) -> dict[str, Any]:
    """What the reader must find, in its own field names."""
    headed = has_header(manner)
    noted = bool(content.heading) and manner.noted
    parent = " ".join(content.agency.parent_lines) or None
    return {
        "doc_type": content.doc_type,
        "issuer": {
            "parent": parent if headed else None,
            "name": " ".join(content.agency.name_lines) if headed else None,
        },
        "number": content.number,
        "symbol": content.symbol,
        "place": content.agency.place if has_date(manner) else None,
        "date": content.day.isoformat() if content.day and has_date(manner) else None,
        "subject": f"{content.subject} {NOTE}" if noted else content.subject,
        "addressees": list(content.addressees),
        "paragraphs": list(written_paragraphs(content, manner)),
        "recipients": list(content.recipients),
        "file_copy": content.file_copy,
        "signature": {"lines": list(printed_block(content, manner)), "name": content.signer},
        "cosignature": {"lines": [COSIGNED[0]], "name": COSIGNED[1]}
        if is_cosigned(content, manner)
        else {"lines": [], "name": None},
        "urgency": content.urgency,
    }


def score(seeds: Iterable[int]) -> Score:
    found = Score()
    for seed in seeds:
        content, manner = made(seed)
        read = as_json(read_text(write(content, manner)))
        for name, value in wanted(content, manner).items():
            found.asked[name] += 1
            found.right[name] += read[name] == value
            if read[name] != value:
                found.wrong.append(Wrong(seed, name, value, read[name]))
    return found


def shown(wrong: Iterable[Wrong]) -> Iterator[str]:
    for one in wrong:
        yield f"{one.seed} {one.field}\n  wanted {one.wanted!r}\n  read   {one.read!r}"
