"""Who may sign by their own right, and what stands above the name (ND30 Đ.13, PL1 II.7)."""

from dataclasses import replace
from itertools import product

import pytest

from shared.domain.authority import CAPACITIES, SUBSTITUTIONS, may_ever_sign
from shared.domain.capacities import FORMS
from shared.domain.grants import Matter
from shared.domain.organisation import Account, ByOrder, Rank
from shared.domain.refusals import NotYours
from shared.domain.seats import Seat, SeatKind
from shared.domain.who_may_sign import (
    Capacity,
    academic_title,
    block_in_seats,
    block_lines,
    eligible_signers,
    signing_block,
)
from tests.shared.domain.signing_office import (
    FIELDS,
    LINES,
    OFFICE,
    TYPES,
    account,
    matter,
    refusal,
    signs,
)

HEAD = Seat(SeatKind.POST, "giam-doc")
DEPUTY = Seat(SeatKind.POST, "pho-giam-doc")

OWN: dict[str, tuple[Capacity, tuple[str, ...], tuple[str, ...]]] = {
    "giam-doc": (Capacity.HEAD, FIELDS, TYPES),
    "quyen": (Capacity.ACTING, FIELDS, TYPES),
    "duong-minh-tue": (Capacity.DEPUTY, ("hanh-chinh", "van-hoa"), TYPES),
    "pho-giam-doc-2": (Capacity.DEPUTY, ("du-lich", "the-thao"), TYPES),
    "phu-trach": (Capacity.DEPUTY, FIELDS, TYPES),
    "chanh-van-phong": (Capacity.BY_ORDER, FIELDS, ("giay_moi",)),
    "pho-chanh-van-phong": (Capacity.BY_ORDER_DEPUTY, FIELDS, ("giay_moi",)),
}
"""Account -> as what it signs, in which fields, which types; all others sign nothing."""

COLLECTIVE = {
    "giam-doc": ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "quyen": ("TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"),
    "duong-minh-tue": ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
    "chanh-van-phong": ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
    "pho-chanh-van-phong": ("TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
}
TITLES = {"giam-doc": "Chủ tịch", "pho-giam-doc": "Phó Chủ tịch"}
COMMITTEE = replace(
    OFFICE,
    agency=replace(OFFICE.agency, collective="Ủy ban nhân dân"),
    posts=tuple(replace(one, title=TITLES.get(one.code, one.title)) for one in OFFICE.posts),
)


@pytest.mark.parametrize(
    ("sub", "field", "doc_type"),
    [(one.id, field, type_) for one in OFFICE.accounts for field in FIELDS for type_ in TYPES],
)
def test_everybody_signs_what_is_theirs_and_nothing_else(
    sub: str, field: str, doc_type: str
) -> None:
    about = matter(field, doc_type)
    capacity, fields, types = OWN.get(sub, (None, (), ()))
    if field in fields and doc_type in types:
        block = signs(sub, about)
        assert block.capacity is capacity
        assert (block.on_behalf_of, block.granted_by) == (None, None)
        return
    refused = refusal(sub, about)
    wanted = {Capacity.DEPUTY: "other_field", None: "may_not_sign"}.get(
        capacity, "type_not_by_order"
    )
    assert refused.code == wanted
    assert "Điều 13" in refused.sentence
    assert account(sub).name in refused.sentence


@pytest.mark.parametrize("sub", LINES)
def test_the_lines_say_in_whose_power_it_is_signed(sub: str) -> None:
    assert signs(sub, matter(doc_type="giay_moi")).lines == LINES[sub]


@pytest.mark.parametrize("sub", COLLECTIVE)
def test_a_collective_body_is_named_before_its_head_and_deputies_alone(sub: str) -> None:
    block = signs(sub, matter(doc_type="giay_moi"), COMMITTEE)
    assert block.lines == COLLECTIVE[sub]
    assert block.ground.startswith("ND30 Đ.13.2") == ("TM." in block.lines[0])


@pytest.mark.parametrize("capacity", Capacity)
def test_nothing_is_signed_for_a_collective_in_an_agency_with_one_head(capacity: Capacity) -> None:
    lines = block_lines(OFFICE, "pho-chanh-van-phong", capacity)
    assert not any("TM." in line for line in lines)


def test_deputies_sign_in_every_field_of_an_agency_that_divides_none() -> None:
    undivided = replace(OFFICE, fields=())
    for sub in ("duong-minh-tue", "pho-giam-doc-2"):
        assert signs(sub, matter("QLDL"), undivided).capacity is Capacity.DEPUTY


def test_a_dispatch_from_before_the_fields_is_of_its_units_field() -> None:
    assert signs("pho-giam-doc-2", matter("QLDL")).capacity is Capacity.DEPUTY
    assert refusal("duong-minh-tue", matter("QLDL")).code == "other_field"


def test_a_unit_deputy_signs_only_where_the_order_says_so() -> None:
    orders = (ByOrder(post="chanh-van-phong", types=("giay_moi",)),)
    office = replace(OFFICE, by_order=orders)
    about = matter(doc_type="giay_moi")
    assert refusal("pho-chanh-van-phong", about, office=office).code == "may_not_sign"
    assert signs("chanh-van-phong", about, office).capacity is Capacity.BY_ORDER


def test_the_order_to_one_unit_gives_no_power_to_another() -> None:
    orders = (ByOrder(post="truong-phong-qlvh", types=("giay_moi",), deputies=True),)
    office, about = replace(OFFICE, by_order=orders), matter(doc_type="giay_moi")
    assert signs("pho-tp-qlvh", about, office).lines[1] == "KT. TRƯỞNG PHÒNG QUẢN LÝ VĂN HÓA"
    assert refusal("pho-chanh-van-phong", about, office=office).code == "may_not_sign"


def test_of_several_posts_the_first_that_may_sign_is_taken_or_exactly_the_one_asked_for() -> None:
    both = Account(
        id="hai-chuc", name="Hai chức", posts=("chanh-van-phong", "giam-doc"), fields=FIELDS
    )
    about = matter(doc_type="giay_moi")
    assert signing_block(OFFICE, both, matter()).post == "giam-doc"
    assert signing_block(OFFICE, both, about).post == "chanh-van-phong"
    assert signing_block(OFFICE, both, about, post="giam-doc").post == "giam-doc"
    with pytest.raises(NotYours) as refused:
        signing_block(OFFICE, both, matter(), post="chanh-van-phong")
    assert refused.value.code == "type_not_by_order"


def test_the_engine_is_told_the_account_and_no_name() -> None:
    refused = refusal("duong-minh-tue", matter("du-lich"))
    assert "Dương Minh Tuệ không được phân công phụ trách lĩnh vực “Du lịch”" in refused.sentence
    assert "Dương Minh Tuệ" not in refused.for_engine
    assert "duong-minh-tue" in refused.for_engine
    assert "other_field" in refused.for_engine


TITLED = {
    "TS. Dương Minh Tuệ": "TS.",
    "PGS.TS. Nguyễn Văn An": "PGS.TS.",
    "gs. tskh. Nguyễn Văn An": "gs. tskh.",
    "ThS.Nguyễn Văn An": "ThS.",
    "Th.S. Nguyễn Văn An": "Th.S.",
    "BS. KS. CN. LS. Nguyễn Văn An": "BS. KS. CN. LS.",
    "Dương Minh Tuệ": None,
    "Tsong Văn An": None,
    "Nguyễn Văn TS. An": None,
    "Cn Văn An": None,
}


@pytest.mark.parametrize("name", TITLED)
def test_academic_titles_are_found_before_a_name_only(name: str) -> None:
    assert academic_title(name) == TITLED[name]


@pytest.mark.parametrize("name", [name for name, title in TITLED.items() if title])
def test_nobody_signs_under_an_academic_title_but_where_the_sector_allows_it(name: str) -> None:
    office = replace(
        OFFICE,
        accounts=tuple(
            replace(one, name=name) if one.id == "giam-doc" else one for one in OFFICE.accounts
        ),
    )
    assert refusal("giam-doc", office=office).code == "academic_title"
    assert signs("giam-doc", office=replace(office, academic_titles=True)).post == "giam-doc"


def test_a_post_is_no_academic_title_either() -> None:
    office = replace(
        OFFICE,
        posts=tuple(
            replace(one, title="TS. Giám đốc") if one.code == "giam-doc" else one
            for one in OFFICE.posts
        ),
    )
    assert refusal("giam-doc", office=office).code == "academic_title"


def test_signers_are_offered_in_the_files_order_without_those_who_took_part() -> None:
    field = Seat(SeatKind.FIELD, "hanh-chinh")
    seats = (field, HEAD)
    names = [one.id for one in eligible_signers(OFFICE, seats, matter(), frozenset())]
    assert names == ["giam-doc", "duong-minh-tue", "phu-trach"]
    left = eligible_signers(OFFICE, seats, matter(), frozenset({"giam-doc", "phu-trach"}))
    assert [one.id for one in left] == ["duong-minh-tue"]


def test_a_seat_gives_no_power_that_its_sitter_lacks() -> None:
    seats = (DEPUTY, Seat(SeatKind.UNIT_HEAD, "VP"), Seat(SeatKind.ACCOUNT, "van-thu"))
    names = [one.id for one in eligible_signers(OFFICE, seats, matter("du-lich"), frozenset())]
    assert names == ["pho-giam-doc-2", "phu-trach"]


def test_who_is_named_by_account_signs_in_the_post_that_may() -> None:
    both = Account(id="hai-chuc", name="Hai chức", posts=("chanh-van-phong", "giam-doc"))
    office = replace(OFFICE, accounts=(*OFFICE.accounts, both))
    seat = Seat(SeatKind.ACCOUNT, "hai-chuc")
    assert block_in_seats(office, both, (seat,), matter()).post == "giam-doc"
    assert eligible_signers(office, (seat,), matter(), frozenset()) == (both,)


def test_outside_of_the_seats_the_law_is_told_before_the_route() -> None:
    seats = (Seat(SeatKind.FIELD, "du-lich"), HEAD)
    for sub, code in (
        ("duong-minh-tue", "other_field"),
        ("van-thu", "may_not_sign"),
        ("chanh-van-phong", "type_not_by_order"),
    ):
        with pytest.raises(NotYours) as refused:
            block_in_seats(OFFICE, account(sub), seats, matter("du-lich"))
        assert refused.value.code == code
    with pytest.raises(NotYours, match="luồng trình ký") as refused:
        block_in_seats(OFFICE, account("duong-minh-tue"), (HEAD,), matter())
    assert refused.value.code == "may_not_sign"


@pytest.mark.parametrize("sub", [one.id for one in OFFICE.accounts])
def test_who_may_ever_sign_can_be_told_beforehand(sub: str) -> None:
    by_right = any(can(sub, matter(field, type_)) for field, type_ in product(FIELDS, TYPES))
    by_grant = OFFICE.has_rank(account(sub), Rank.UNIT_HEAD)
    assert may_ever_sign(OFFICE, account(sub)) == (by_right or by_grant)


def can(sub: str, about: Matter) -> bool:
    try:
        signs(sub, about)
    except NotYours:
        return False
    return True


def test_the_lines_can_be_written_again_from_post_and_capacity() -> None:
    for sub in LINES:
        block = signs(sub, matter(doc_type="giay_moi"))
        assert block.capacity is not None
        assert block_lines(OFFICE, block.post, block.capacity) == block.lines


@pytest.mark.parametrize("post", ["khong-co", "van-thu", "giam-doc"])
def test_lines_of_a_post_that_is_gone_or_has_no_head_above_it_are_not_guessed(post: str) -> None:
    office = replace(
        OFFICE, posts=tuple(one for one in OFFICE.posts if one.rank is not Rank.UNIT_HEAD)
    )
    with pytest.raises(LookupError):
        block_lines(office, post, Capacity.BY_ORDER_DEPUTY)


@pytest.mark.parametrize("capacity", Capacity)
def test_every_capacity_names_its_ground_in_law(capacity: Capacity) -> None:
    form = FORMS[capacity]
    assert form.ground.startswith("ND30 Đ.13.")
    assert form.collective_ground.startswith("ND30 Đ.13.2") or not form.collective_ground


def test_the_tables_speak_of_every_capacity() -> None:
    reached = {right.capacity for right in CAPACITIES.values()} | {Capacity.DELEGATED}
    assert reached == set(Capacity)
    assert {row.capacity for row in SUBSTITUTIONS} <= reached
    assert not {row.absent for row in SUBSTITUTIONS} & {
        Capacity.BY_ORDER_DEPUTY,
        Capacity.DELEGATED,
    }
