"""Findings as drafters name them when they have them applied."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from services.drafting.domain.replacement import apply_replacement
from shared.document.model import DispatchText, Finding
from shared.domain.refusals import Invalid


def named(findings: Sequence[Finding]) -> Iterator[tuple[str, Finding]]:
    """Each finding with an id that stays the same while the text does: "place_differs@place"."""
    seen: Counter[str] = Counter()
    for finding in findings:
        name = f"{finding.code}@{finding.field}"
        seen[name] += 1
        yield (name if seen[name] == 1 else f"{name}#{seen[name]}"), finding


def apply(text: DispatchText, findings: Sequence[Finding], wanted: Collection[str]) -> DispatchText:
    """The text with the wanted replacements, named by id or by code.

    Raises Invalid `finding_unknown` naming each that is not remarked or has no replacement.
    """
    chosen = [
        (name, finding)
        for name, finding in named(findings)
        if {name, finding.code} & set(wanted) and finding.replacement is not None
    ]
    known = {name for name, _ in chosen} | {finding.code for _, finding in chosen}
    if unknown := [name for name in wanted if name not in known]:
        sentence = "Không có nhận xét này, hoặc nhận xét này không kèm cách sửa."
        raise Invalid(
            "finding_unknown",
            "Có nhận xét không áp dụng được: " + ", ".join(unknown) + ".",
            details=dict.fromkeys(unknown, sentence),
        )
    for _, finding in chosen:
        text = apply_replacement(text, finding)
    return text
