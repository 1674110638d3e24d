"""Whose text it is: another agency's is not ours to send, another unit's symbol is remarked."""

import re
from collections.abc import Iterator

from services.drafting.domain.form_remarks import remark
from shared.document.model import Finding
from shared.domain.refusals import Invalid
from shared.domain.words import fold

_BETWEEN_GROUPS = re.compile(r"[\s/–-]+")


def refuse_other_issuer(
    symbol: str | None, issuer: str | None, *, agency_code: str, agency_name: str
) -> None:
    """Raise Invalid `other_issuer` if the printed symbol or header names another agency.

    What is not printed says nothing. The header may name the parent before the issuer.
    """
    details: dict[str, str] = {}
    if symbol is not None and agency_code.casefold() not in _groups(symbol):
        details["symbol"] = f'Ký hiệu "{symbol}" không phải của cơ quan ({agency_code}).'
    if issuer is not None and _letters(agency_name) not in _letters(issuer):
        details["issuer"] = f'Tên cơ quan "{issuer}" không phải "{agency_name}".'
    if details:
        raise Invalid(
            "other_issuer",
            "Văn bản do cơ quan khác ban hành; chỉ nhận dự thảo văn bản của cơ quan mình.",
            details=details,
        )


def symbol_differs(symbol: str | None, expected: str) -> Iterator[Finding]:
    """Remark that the dispatch will not bear the symbol that the text prints (ND30 PL1 II.3).

    `expected` is the one of the unit that drafts; another unit's, or a field's, is not kept.
    """
    if symbol is not None and _groups(symbol) != _groups(expected):
        yield remark(
            "symbol_differs",
            "symbol",
            f'Ký hiệu in trên văn bản là "{symbol}", nhưng văn bản do đơn vị của người soạn thảo '
            f'lập sẽ mang ký hiệu "{expected}".',
            found=symbol,
        )


def _groups(symbol: str) -> list[str]:
    return _BETWEEN_GROUPS.split(symbol.casefold())


def _letters(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))
