from shared.domain.captions import LONGEST, caption

CASE = "SVHTTDL-2026-000001"


def test_a_caption_is_case_and_subject_in_one_line() -> None:
    assert caption(CASE, "Triển khai\n Chiến lược ") == f"Công văn {CASE}: Triển khai Chiến lược"


def test_a_case_without_a_subject_is_named_alone() -> None:
    assert caption(CASE, None) == caption(CASE, " \n") == f"Công văn {CASE}"


def test_a_long_subject_is_cut_with_an_ellipsis() -> None:
    exact, longer = "a" * LONGEST, "a" * LONGEST + "b"
    assert caption(CASE, exact).endswith(exact)
    shown = caption(CASE, longer).removeprefix(f"Công văn {CASE}: ")
    assert shown == "a" * (LONGEST - 1) + "…"


def test_no_space_is_left_before_the_ellipsis() -> None:
    assert "a…" in caption(CASE, "a" * (LONGEST - 2) + " bcd")
