"""Form is corrected by a công văn, content by its equal; else the right way is named."""

import pytest

from shared.domain.amendments import Amends, Way, amends, refuse_wrong_way, target_of
from shared.domain.refusals import Invalid

CASE, OTHER = "SVHTTDL-2026-000001", "SVHTTDL-2026-000002"


@pytest.mark.parametrize(
    ("way", "mine", "theirs"),
    [
        (Way.CORRECTS, "cong_van", "cong_van"),
        (Way.CORRECTS, "cong_van", "quyet_dinh"),
        (Way.REPLACES, "cong_van", "cong_van"),
        (Way.REPLACES, "quyet_dinh", "quyet_dinh"),
    ],
)
def test_a_right_way_passes(way: Way, mine: str, theirs: str) -> None:
    refuse_wrong_way(way, mine=mine, theirs=theirs)


@pytest.mark.parametrize(
    ("way", "mine", "theirs", "right"),
    [
        (Way.CORRECTS, "quyet_dinh", "quyet_dinh", "hãy thay thế bằng một quyết định"),
        (Way.CORRECTS, "thong_bao", "cong_van", "hãy thay thế bằng một công văn"),
        (Way.REPLACES, "cong_van", "quyet_dinh", "phải soạn một quyết định"),
        (Way.REPLACES, "cong_van", "quyet_dinh", "hãy đính chính bằng công văn"),
    ],
)
def test_a_wrong_way_is_refused_with_the_right_one(
    way: Way, mine: str, theirs: str, right: str
) -> None:
    with pytest.raises(Invalid, match=right) as refused:
        refuse_wrong_way(way, mine=mine, theirs=theirs)
    assert (refused.value.code, set(refused.value.details)) == ("wrong_way", {way.value})


def test_a_dispatch_goes_one_way_or_none() -> None:
    assert amends(corrects=None, replaces=None) is None
    assert amends(corrects=CASE, replaces=None) == Amends(Way.CORRECTS, CASE)
    replaces = amends(corrects=None, replaces=CASE)
    assert [target_of(replaces, way) for way in (Way.CORRECTS, Way.REPLACES)] == [None, CASE]
    with pytest.raises(Invalid, match="một trong hai"):
        amends(corrects=CASE, replaces=OTHER)
