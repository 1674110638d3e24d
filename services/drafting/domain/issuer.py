"""Whose text it is: another agency's is not ours to send, another unit's symbol is remarked."""

import re
from collections.abc import Iterator

from services.drafting.domain.form_remarks import remark
from shared.document.model import Finding
from shared.domain.organisation import Organisation
from shared.domain.refusals import Invalid
from shared.domain.words import fold

_BETWEEN_GROUPS = re.compile(r"[\s/–-]+")


def refuse_other_issuer(symbol: str | None, issuer: str | None, organisation: Organisation) -> None:
    """Raise Invalid `other_issuer` if the printed symbol or header names another agency.

    A council that issues under the agency's seal is the agency's own (ND30 Đ.15.1). What is not
    printed says nothing; the header may name the parent before the issuer.
    """
    agency, details = organisation.agency, dict[str, str]()
    councils = [one for one in organisation.numbering if one.abbreviation]
    codes = {code.casefold() for code in (agency.code, *(one.abbreviation for one in councils))}
    names = [_letters(name) for name in (agency.name, *(one.name for one in councils))]
    if symbol is not None and codes.isdisjoint(_groups(symbol)):
        details["symbol"] = f'Ký hiệu "{symbol}" không phải của cơ quan ({agency.code}).'
    if issuer is not None and not any(name in _letters(issuer) for name in names):
        details["issuer"] = f'Tên cơ quan "{issuer}" không phải "{agency.name}".'
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
