"""A text that another agency issued is not this agency's to send."""

import re

from services.drafting.domain.text_lines import fold
from shared.domain.refusals import Invalid

_BETWEEN_GROUPS = re.compile(r"[\s/–-]+")


def refuse_other_issuer(
    symbol: str | None, issuer: str | None, *, agency_code: str, agency_name: str
) -> None:
    """Raise Invalid `other_issuer` if the printed symbol or header names another agency.

    What is not printed says nothing. The header may name the parent before the issuer.
    """
    details: dict[str, str] = {}
    if symbol is not None and agency_code.casefold() not in _BETWEEN_GROUPS.split(
        symbol.casefold()
    ):
        details["symbol"] = f'Ký hiệu "{symbol}" không phải của cơ quan ({agency_code}).'
    if issuer is not None and _letters(agency_name) not in _letters(issuer):
        details["issuer"] = f'Tên cơ quan "{issuer}" không phải "{agency_name}".'
    if details:
        raise Invalid(
            "other_issuer",
            "Văn bản do cơ quan khác ban hành; chỉ nhận dự thảo văn bản của cơ quan mình.",
            details=details,
        )


def _letters(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))
