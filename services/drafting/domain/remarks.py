"""Findings as drafters name them when they have them applied, or let them stand."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from services.drafting.domain.replacement import apply_replacement
from shared.document.model import AcknowledgedFinding, DispatchText, Finding
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
    able = [(name, one) for name, one in named(findings) if one.replacement is not None]
    for finding in _chosen(
        able, wanted, "Không có nhận xét này, hoặc nhận xét này không kèm cách sửa."
    ):
        text = apply_replacement(text, finding)
    return text


def chosen(findings: Sequence[Finding], wanted: Collection[str]) -> Sequence[Finding]:
    """The wanted findings, named by id or by code.

    Raises Invalid `finding_unknown` naming each that is not remarked.
    """
    return _chosen(list(named(findings)), wanted, "Không có nhận xét này.")


def _chosen(
    known: Sequence[tuple[str, Finding]], wanted: Collection[str], sentence: str
) -> Sequence[Finding]:
    names = {name for name, _ in known} | {finding.code for _, finding in known}
    if unknown := [name for name in wanted if name not in names]:
        raise Invalid(
            "finding_unknown",
            f"{sentence} ({', '.join(unknown)})",
            details=dict.fromkeys(unknown, sentence),
        )
    return [one for name, one in known if {name, one.code} & set(wanted)]


def still_acknowledged(
    findings: Iterable[Finding], acknowledged: Sequence[AcknowledgedFinding]
) -> tuple[AcknowledgedFinding, ...]:
    """What was said last of each finding that still stands; `acknowledged` in their order.

    A finding that is gone, or speaks of other words now, has lost its acknowledgement.
    """
    last = (
        next((one for one in reversed(acknowledged) if one.is_of(finding)), None)
        for finding in findings
    )
    return tuple(dict.fromkeys(one for one in last if one))
