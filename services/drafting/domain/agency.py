"""What the organisation says to drafting: letterhead, recipients, the signer, the form."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from services.drafting.domain.draft import Draft
from services.drafting.domain.form_printed import office_printed
from services.drafting.domain.office import Office
from services.drafting.domain.reading.model import Reading
from shared.document.model import Letterhead, Paper, SignatureBlock
from shared.domain.dates import vietnam_date
from shared.domain.form_rules import FormSetting
from shared.domain.four_eyes import ROLES, Part, refuse_second_part
from shared.domain.grants import Matter
from shared.domain.organisation import Account, Organisation, Unit
from shared.domain.recipients import plain
from shared.domain.refusals import Invalid, NotYours
from shared.domain.route import StepKind
from shared.domain.route_template import RouteStep, seats_of_step
from shared.domain.seats import Seat
from shared.domain.who_may_sign import SigningBlock, block_in_seats, eligible_signers


def unit_in(organisation: Organisation, code: str) -> Unit:
    """The unit as it is in force; refused if the organisation no longer has it."""
    for unit in organisation.units:
        if unit.code == code:
            return unit
    raise Invalid(
        "unit_gone",
        f"Đơn vị {code} không còn trong cơ quan; hãy soạn văn bản này ở một đơn vị khác.",
    )


def letterhead_of(organisation: Organisation, unit: str, doc_type: str) -> Letterhead:
    """The header's facts for what a unit drafts; refused if the unit is gone."""
    agency = organisation.agency
    return Letterhead(
        parent=agency.parent,
        issuer_lines=agency.name_lines,
        issuer=agency.name,
        symbol=organisation.symbol_for(unit=unit_in(organisation, unit).code, doc_type=doc_type),
        place=agency.place,
    )


def field_of(organisation: Organisation, code: str) -> str:
    """The field of a draft as it is now called; free where the agency divides none.

    Raises Invalid `field_unknown`, naming the field.
    """
    field = organisation.field_in_force(code)
    if not organisation.fields or any(one.code == field for one in organisation.fields):
        return field
    known = ", ".join(f"{one.code} ({one.name})" for one in organisation.fields)
    sentence = f'Cơ quan không có lĩnh vực "{code}"; hãy ghi một trong các lĩnh vực: {known}.'
    raise Invalid("field_unknown", sentence, details={"field": sentence})


def signer_of(organisation: Organisation, draft: Draft) -> Account:
    """Who is to sign: the account that the drafter chose, or the one of the name in the text.

    Asked of their own right: absences and delegations are approval's. Raises Invalid
    `signer_unknown` naming the field, NotYours for a chosen one who may not sign.
    """
    written = plain(draft.text.signer_name)
    if draft.signer is not None:
        chosen = organisation.account(draft.signer)
        if chosen is None:
            raise _no_signer("signer", f'Cơ quan không có tài khoản "{draft.signer}".')
        if written and written != plain(chosen.name):
            raise _no_signer(
                "signer_name", f"Họ tên dưới chữ ký không phải của {chosen.name}, người được chọn."
            )
        _block_of(organisation, draft, chosen)
        return chosen
    if not written:
        raise _no_signer("signer_name", "Thiếu họ tên người ký.")
    seats, matter = _signature_seats(organisation, draft), _matter(organisation, draft)
    able = eligible_signers(organisation, seats, matter, frozenset())
    named = [account for account in able if plain(account.name) == written]
    if len(named) != 1:
        said = "Có hơn một người" if named else "Không có người có thẩm quyền ký nào"
        raise _no_signer(
            "signer_name", f'{said} tên "{draft.text.signer_name}"; hãy chọn người ký.'
        )
    return named[0]


def _no_signer(field: str, sentence: str) -> Invalid:
    return Invalid("signer_unknown", sentence, details={field: sentence})


def _block_of(organisation: Organisation, draft: Draft, account: Account) -> SigningBlock:
    seats = _signature_seats(organisation, draft)
    return block_in_seats(organisation, account, seats, _matter(organisation, draft))


def _matter(organisation: Organisation, draft: Draft) -> Matter:
    """What the draft would be to its signer; whose own right asks for no instant."""
    return Matter(
        kind=StepKind.SIGNATURE,
        doc_type=draft.text.doc_type,
        field=organisation.field_in_force(draft.field),
        at=draft.changed_at,
    )


def _steps(organisation: Organisation, draft: Draft) -> tuple[RouteStep, ...]:
    """The steps of the route that the draft would take now."""
    return organisation.route_for(
        unit=draft.unit,
        doc_type=draft.text.doc_type,
        field=organisation.field_in_force(draft.field),
        urgency=draft.text.urgency,
    ).steps


def _seats(organisation: Organisation, draft: Draft, step: RouteStep) -> tuple[Seat, ...]:
    return seats_of_step(step, draft.unit, organisation.field_in_force(draft.field))


def _signature_seats(organisation: Organisation, draft: Draft) -> tuple[Seat, ...]:
    return tuple(
        seat
        for step in _steps(organisation, draft)
        if step.kind is StepKind.SIGNATURE
        for seat in _seats(organisation, draft, step)
    )


def refuse_one_pair_of_eyes(
    organisation: Organisation, draft: Draft, submitters: Collection[str], signer: str
) -> None:
    """Authors, content checker, form checker and signer must be able to be four people.

    `submitters` are those of all rounds; what people decided in earlier rounds approval knows.
    """
    wrote = {*draft.authors, *submitters}
    parts = tuple(Part(account=account, kind=None) for account in sorted(wrote))
    refuse_second_part(parts, signer, StepKind.SIGNATURE)
    checks = [step for step in _steps(organisation, draft) if step.kind in _CHECKS]
    able = [people for step in checks for people in _people_of(organisation, draft, step)]
    if _can_differ(able, frozenset({*wrote, signer})):
        return
    duties = " và ".join(ROLES[step.kind] for step in checks)
    raise Invalid(
        "no_checker",
        f"Không còn đủ người khác nhau để {duties}: người soạn hoặc sửa, người trình "
        "(ở mọi lần trình) và người ký không được kiểm tra. Hãy để người khác trình; nếu người "
        "kiểm tra đã sửa bản này, hãy để người khác soạn một hồ sơ mới.",
    )


_CHECKS = (StepKind.CONTENT_CHECK, StepKind.OFFICE_REVIEW)


def _people_of(
    organisation: Organisation, draft: Draft, step: RouteStep
) -> Iterator[tuple[str, ...]]:
    """For each approval that a step needs, the accounts that could give it."""
    seats = [
        tuple(account.id for account in organisation.sitters(seat))
        for seat in _seats(organisation, draft, step)
    ]
    if step.everybody:
        yield from seats
        return
    anybody = tuple(dict.fromkeys(account for people in seats for account in people))
    yield from (anybody for _ in range(step.needs or 1))


def _can_differ(able: Sequence[tuple[str, ...]], taken: frozenset[str]) -> bool:
    """Whether each place can be somebody's who has no other."""
    if not able:
        return True
    first, *rest = able
    return any(_can_differ(rest, taken | {one}) for one in first if one not in taken)


def signature_of(organisation: Organisation, draft: Draft) -> SignatureBlock:
    """How the paper is signed; as the text says while nobody is found who may sign."""
    try:
        signer = signer_of(organisation, draft)
        lines = _block_of(organisation, draft, signer).lines
    except (Invalid, NotYours):
        return SignatureBlock(lines=draft.text.signature_lines, name=draft.text.signer_name)
    return SignatureBlock(lines=lines, name=signer.name)


def paper_of(organisation: Organisation, draft: Draft) -> Paper:
    return Paper(
        letterhead=letterhead_of(organisation, draft.unit, draft.text.doc_type),
        text=draft.text,
        signature=signature_of(organisation, draft),
    )


def form_settings(organisation: Organisation) -> Mapping[str, str]:
    """What the agency made of the rules of form; titles before names are its sector's to allow."""
    allowed = {"academic_title": FormSetting.OFF} if organisation.academic_titles else {}
    return {**allowed, **organisation.form_rules}


def office_reading(organisation: Organisation, reading: Reading) -> Office:
    """The agency as the form check of a printed text must know it; its signer is not asked."""
    agency = organisation.agency
    return replace(
        office_printed(reading),
        place=agency.place,
        agency_code=agency.code,
        post_abbreviations=_post_abbreviations(organisation),
        unit_codes=frozenset(unit.code for unit in organisation.units),
        collective=bool(agency.collective),
        form_rules=form_settings(organisation),
    )


def _post_abbreviations(organisation: Organisation) -> Mapping[str, str]:
    return {post.abbreviation: post.title for post in organisation.posts if post.abbreviation}


def office_of(organisation: Organisation, draft: Draft) -> Office:
    """The agency as the form check must know it, for this draft."""
    block = signature_of(organisation, draft)
    return Office(
        place=organisation.agency.place,
        agency_code=organisation.issuer_for(unit=draft.unit, doc_type=draft.text.doc_type),
        unit_code=draft.unit,
        post_abbreviations=_post_abbreviations(organisation),
        unit_codes=frozenset(unit.code for unit in organisation.units),
        signature_lines=block.lines,
        signer_name=block.name,
        collective=bool(organisation.agency.collective),
        form_rules=form_settings(organisation),
        on=vietnam_date(draft.changed_at),
    )
