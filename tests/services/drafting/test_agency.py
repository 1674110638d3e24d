"""What the organisation says to drafting."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.distribution.domain.recipients import expand
from services.drafting.domain.agency import (
    field_of,
    letterhead_of,
    office_of,
    paper_of,
    refuse_one_pair_of_eyes,
    signer_of,
    unit_in,
)
from services.drafting.domain.completeness import matches
from services.drafting.domain.draft import Draft
from shared.document.model import DispatchText
from shared.domain.organisation import Account, Organisation
from shared.domain.recipients import Directory
from shared.domain.refusals import Invalid, NotYours
from shared.runtime.organisations import read_organisation
from tests.support.office import LANG_SON, content_of

AT = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def organisation() -> Organisation:
    return read_organisation(content_of(LANG_SON))


def draft(
    signer_name: str = "Dương Minh Tuệ",
    *,
    signer: str | None = None,
    unit: str = "VP",
    field: str = "",
    drafter: str = "chuyen-vien-vp",
    authors: tuple[str, ...] = (),
) -> Draft:
    return Draft(
        case="SVHTTDL-2026-000001",
        agency="SVHTTDL",
        unit=unit,
        drafter=drafter,
        authors=(drafter, *authors),
        organisation="o",
        field=field or unit,
        signer=signer,
        text=DispatchText(signer_name=signer_name),
        revision=1,
        created_at=AT,
        changed_at=AT,
    )


def test_the_letterhead_is_the_agencys_and_the_symbol_the_units(organisation: Organisation) -> None:
    head = letterhead_of(organisation, "QLVH", "cong_van")
    assert (head.parent, head.symbol, head.place) == (
        "UBND TỈNH LẠNG SƠN",
        "SVHTTDL-QLVH",
        "Lạng Sơn",
    )


def test_a_unit_that_is_gone_is_said(organisation: Organisation) -> None:
    with pytest.raises(Invalid) as refused:
        unit_in(organisation, "XYZ")
    assert refused.value.code == "unit_gone"


@pytest.mark.parametrize(
    "name", ["Các phòng chuyên môn", "Bảo tàng tỉnh", "Chánh Văn phòng", "Như trên"]
)
def test_groups_units_and_posts_can_be_recipients(organisation: Organisation, name: str) -> None:
    assert matches(name, Directory.of(organisation))


@pytest.mark.parametrize(
    "name",
    [
        "các phòng chuyên môn (để th/h)",
        "GD, các PGD Sở",
        "PGĐ",
        "QLVH",
        "Bảo tàng tỉnh",
        "- Văn phòng;",
        "Chánh Văn phòng (b/c)",
        "Ai đó",
        "Sở Không Có",
        "Như trên",
    ],
)
def test_the_records_desk_can_send_to_whom_drafting_lets_pass(
    organisation: Organisation, name: str
) -> None:
    try:
        reached = bool(expand([name], ["Các phòng chuyên môn"], organisation))
    except Invalid:
        reached = False
    assert reached == matches(name, Directory.of(organisation))


def test_the_signer_is_found_by_the_name_in_the_text(organisation: Organisation) -> None:
    assert signer_of(organisation, draft("dương minh tuệ")).id == "duong-minh-tue"


def test_of_two_with_one_name_the_drafter_must_choose(organisation: Organisation) -> None:
    twin = Account(id="twin", name="Dương Minh Tuệ", posts=("giam-doc",))
    both = replace(organisation, accounts=(*organisation.accounts, twin))
    with pytest.raises(Invalid, match="hơn một người"):
        signer_of(both, draft())
    assert signer_of(both, draft(signer="twin")).id == "twin"


def test_a_chosen_signer_without_authority_is_refused(organisation: Organisation) -> None:
    with pytest.raises(NotYours) as refused:
        signer_of(organisation, draft("", signer="van-thu"))
    assert refused.value.code == "may_not_sign"


@pytest.mark.parametrize(
    ("field", "able"),
    [
        ("hanh-chinh", "duong-minh-tue"),
        ("van-hoa", "duong-minh-tue"),
        ("du-lich", "pho-giam-doc-2"),
        ("the-thao", "pho-giam-doc-2"),
    ],
)
def test_the_deputy_of_the_drafts_field_or_the_head_signs(
    organisation: Organisation, field: str, able: str
) -> None:
    for sub in ("giam-doc", able):
        assert signer_of(organisation, draft("", signer=sub, field=field)).id == sub
    other = ({"duong-minh-tue", "pho-giam-doc-2"} - {able}).pop()
    with pytest.raises(NotYours) as refused:
        signer_of(organisation, draft("", signer=other, field=field))
    assert refused.value.code == "other_field"


def test_a_field_is_one_of_the_agencys_or_the_units(organisation: Organisation) -> None:
    assert field_of(organisation, "du-lich") == "du-lich"
    assert field_of(organisation, "QLDL") == "du-lich"  # of a draft from before the fields
    with pytest.raises(Invalid, match="van-hoa \\(Văn hóa\\)") as refused:
        field_of(organisation, "y-te")
    assert (refused.value.code, set(refused.value.details)) == ("field_unknown", {"field"})
    assert field_of(replace(organisation, fields=()), "y-te") == "y-te"


def test_the_route_follows_the_drafts_field(organisation: Organisation) -> None:
    """With a route of its own a field may be signed by the head alone."""
    first = organisation.routes[0]
    alone = replace(first.steps[-1], deputy_of_field=False)
    special = replace(first, name="Thử", fields=("van-hoa",), steps=(*first.steps[:-1], alone))
    office = replace(organisation, routes=(special, *organisation.routes))
    assert signer_of(office, draft(field="hanh-chinh")).id == "duong-minh-tue"
    with pytest.raises(NotYours, match="luồng trình ký"):
        signer_of(office, draft("", signer="duong-minh-tue", field="van-hoa"))


def test_a_step_of_two_approvals_needs_two_more_people(organisation: Organisation) -> None:
    check, review, signature = organisation.routes[2].steps
    both = replace(review, posts=("pho-chanh-van-phong", "van-thu"), needs=2)
    route = replace(organisation.routes[2], steps=(check, both, signature))
    office = replace(organisation, routes=(organisation.routes[0], route))
    refuse_one_pair_of_eyes(office, draft(), {"chuyen-vien-vp"}, "duong-minh-tue")
    for step in (both, replace(both, needs=None, everybody=True)):
        wide = replace(office, routes=(office.routes[0], replace(route, steps=(check, step))))
        with pytest.raises(Invalid) as refused:
            refuse_one_pair_of_eyes(wide, draft(), {"van-thu"}, "duong-minh-tue")
        assert refused.value.code == "no_checker"


def test_four_people_are_needed(organisation: Organisation) -> None:
    refuse_one_pair_of_eyes(organisation, draft(), {"van-thu"}, "duong-minh-tue")
    for submitter in ("chanh-van-phong", "pho-chanh-van-phong"):
        with pytest.raises(Invalid, match="kiểm tra"):
            refuse_one_pair_of_eyes(organisation, draft(), {submitter}, "duong-minh-tue")


def test_who_rewrote_the_text_is_no_checker_of_it(organisation: Organisation) -> None:
    for author in ("chanh-van-phong", "pho-chanh-van-phong"):
        with pytest.raises(Invalid) as refused:
            refuse_one_pair_of_eyes(
                organisation, draft(authors=(author,)), {"van-thu"}, "duong-minh-tue"
            )
        assert refused.value.code == "no_checker"


def test_the_signer_neither_drafts_nor_submits(organisation: Organisation) -> None:
    for mine, submitter in (
        (draft(), "duong-minh-tue"),
        (draft(drafter="duong-minh-tue"), "van-thu"),
        (draft(authors=("duong-minh-tue",)), "van-thu"),
    ):
        with pytest.raises(NotYours) as refused:
            refuse_one_pair_of_eyes(organisation, mine, {submitter}, "duong-minh-tue")
        assert refused.value.code == "second_part"


def test_one_person_cannot_be_both_checkers(organisation: Organisation) -> None:
    only = tuple(
        replace(account, posts=(*account.posts, "pho-chanh-van-phong"))
        if account.id == "chanh-van-phong"
        else account
        for account in organisation.accounts
        if account.id != "pho-chanh-van-phong"
    )
    with pytest.raises(Invalid) as refused:
        refuse_one_pair_of_eyes(
            replace(organisation, accounts=only), draft(), {"van-thu"}, "duong-minh-tue"
        )
    assert refused.value.code == "no_checker"


def test_the_paper_is_signed_as_the_law_says_not_as_the_text_does(
    organisation: Organisation,
) -> None:
    paper = paper_of(organisation, draft())
    assert paper.signature.lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert paper.signature.name == "Dương Minh Tuệ"
    assert paper_of(organisation, draft("Ai đó")).signature.name == "Ai đó"


def test_the_form_check_knows_the_agencys_words(organisation: Organisation) -> None:
    office = office_of(organisation, draft())
    assert office.post_abbreviations["PGĐ"] == "Phó Giám đốc"
    assert (office.place, office.unit_code, "QLVH" in office.unit_codes) == ("Lạng Sơn", "VP", True)
    assert office.signature_lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert not office.collective
    committee = replace(organisation.agency, collective="Ủy ban nhân dân")
    assert office_of(replace(organisation, agency=committee), draft()).collective
