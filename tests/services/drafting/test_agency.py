"""What the organisation says to drafting."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.distribution.domain.recipients import expand
from services.drafting.domain.agency import (
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
        field=unit,
        signer=signer,
        text=DispatchText(signer_name=signer_name),
        revision=1,
        created_at=AT,
        changed_at=AT,
    )


def test_the_letterhead_is_the_agencys_and_the_symbol_the_units(organisation: Organisation) -> None:
    head = letterhead_of(organisation, "QLVH")
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
    twin = Account(id="twin", name="Dương Minh Tuệ", posts=("pho-giam-doc",))
    both = replace(organisation, accounts=(*organisation.accounts, twin))
    with pytest.raises(Invalid, match="hơn một người"):
        signer_of(both, draft())
    assert signer_of(both, draft(signer="twin")).id == "twin"


def test_a_chosen_signer_without_authority_is_refused(organisation: Organisation) -> None:
    with pytest.raises(NotYours) as refused:
        signer_of(organisation, draft("", signer="van-thu"))
    assert refused.value.code == "may_not_sign"


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
