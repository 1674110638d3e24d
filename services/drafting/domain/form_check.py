"""The form check of a draft: what an office reviewer would remark (ND30 Đ.12.2)."""

from collections.abc import Callable, Iterator

from services.drafting.domain import form_agency, form_wording
from services.drafting.domain.form_remarks import SEVERITIES
from services.drafting.domain.office import Office
from services.drafting.domain.replacement import apply_replacement, place_in_order
from shared.document.model import DispatchText, Finding

__all__ = ["Office", "apply_replacement", "check_form"]

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
    form_wording.wrong_letters,
    form_wording.leftover_punctuation,
    form_wording.doubled_words,
    form_wording.end_mark,
)


def check_form(text: DispatchText, office: Office) -> tuple[Finding, ...]:
    """All findings, errors first, then as the fields stand on the page.

    Errors and warnings are for the reviewer to decide on; info is only pointed out.
    Expects composed Unicode (`text_lines.composed`).
    """
    found = [finding for rule in RULES for finding in rule(text, office)]
    return tuple(sorted(found, key=_order))


def _order(finding: Finding) -> tuple[int, tuple[int, int]]:
    return SEVERITIES.index(finding.severity), place_in_order(finding.field)
