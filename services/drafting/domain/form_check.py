"""The form check of a draft: what an office reviewer would remark (ND30 Đ.12.2)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from services.drafting.domain import (
    form_agency,
    form_capitals,
    form_citing,
    form_numbering,
    form_signing,
    form_spelling,
    form_wording,
)
from services.drafting.domain.office import Office
from services.drafting.domain.replacement import apply_replacement, place_in_order
from shared.document.model import DispatchText, Finding
from shared.domain.form_rules import ERROR, OFF, SEVERITIES, severity_of
from shared.domain.refusals import Invalid

__all__ = ["Office", "apply_replacement", "check_form", "refuse_errors", "settled"]

Rule = Callable[[DispatchText, Office], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    form_agency.place_differs,
    form_agency.unknown_abbreviations,
    form_agency.file_copy_units,
    form_agency.on_behalf_of_a_collective,
    form_agency.signature_differs,
    form_agency.academic_titles,
    form_agency.signer_differs,
    form_wording.subject_capital,
    form_wording.subject_letters,
    form_wording.wrong_letters,
    form_wording.leftover_punctuation,
    form_wording.doubled_words,
    form_wording.end_mark,
    form_signing.tm_before_post,
    form_signing.deputy_signs_for_head,
    form_signing.acting_alone,
    form_signing.mark_alone,
    form_signing.mark_form,
    form_signing.as_above_first,
    form_signing.as_above_missing,
    form_signing.signature_capitals,
    form_signing.signer_capitals,
    form_citing.bases_punctuation,
    form_citing.citation_form,
    form_citing.citation_repeated,
    form_citing.law_numbers,
    form_citing.citation_commas,
    form_citing.article_capitals,
    form_capitals.sentence_capitals,
    form_capitals.organ_capitals,
    form_capitals.place_capitals,
    form_capitals.post_capitals,
    form_capitals.people_capitals,
    form_capitals.day_capitals,
    form_numbering.article_marks,
    form_numbering.clause_marks,
    form_numbering.point_letters,
    form_numbering.article_order,
    form_numbering.heading_numerals,
    form_numbering.annexes_pointed_to,
    form_spelling.misspelt_words,
    form_spelling.unknown_syllables,
    form_spelling.tone_placement,
)


def check_form(text: DispatchText, office: Office) -> tuple[Finding, ...]:
    """All findings, errors first, then as the fields stand on the page.

    Errors and warnings are for the reviewer to decide on; info is only pointed out.
    Expects composed Unicode (`text_lines.composed`).
    """
    found = (finding for rule in RULES for finding in rule(text, office))
    return tuple(sorted(settled(found, office.form_rules, office.on), key=_order))


def refuse_errors(findings: Iterable[Finding]) -> None:
    """Raise Invalid `form_errors` naming each field that an error of form stands in."""
    errors = [finding for finding in findings if finding.severity == ERROR]
    if not errors:
        return
    raise Invalid(
        "form_errors",
        "Bản thảo còn lỗi thể thức, phải sửa trước khi trình: "
        + " ".join(dict.fromkeys(finding.message for finding in errors)),
        details={finding.field: finding.message for finding in errors},
    )


def settled(
    findings: Iterable[Finding], settings: Mapping[str, str], day: date | None
) -> Iterator[Finding]:
    """The findings as grave as the rules of that day, and the agency, make them; none that is off.

    `settings` are the agency's: rule to `info` or `off`.
    """
    for finding in findings:
        severity = severity_of(finding.code, settings, day)
        if severity != OFF:
            yield replace(finding, severity=severity)


def _order(finding: Finding) -> tuple[int, tuple[int, int]]:
    return SEVERITIES.index(finding.severity), place_in_order(finding.field)
