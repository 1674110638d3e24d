"""Writes docs/lifecycle.md from the transition table: `python -m docs.make_lifecycle`."""

from typing import Final

from docs.pages import table, write_or_check
from shared.domain.lifecycle import FINAL, TRANSITIONS, WAYS_BACK, WORDS, Act, Owner, Stage

PAGE: Final = "lifecycle.md"
ACTS: Final = {
    Act.SUBMIT: "trình",
    Act.APPROVE: "đồng ý, chuyển bước sau",
    Act.DECIDE_TO_SIGN: "quyết định ký",
    Act.CANCEL_SIGNING: "hủy ký",
    Act.KEEP_SIGNATURE: "ghi nhận chữ ký",
    Act.RETURN: "trả lại",
    Act.REJECT: "từ chối",
    Act.WITHDRAW: "rút",
    Act.SEND_BACK: "văn thư trả lại",
    Act.ISSUE: "cấp số, đăng ký",
    Act.VOID_NUMBER: "hủy số",
    Act.ORDER_SEAL: "cho đóng dấu",
    Act.SEAL: "ký số của cơ quan",
    Act.DELIVER: "phát hành",
    Act.FILE: "lưu",
}
SERVICES: Final = {
    Owner.DRAFTING: "soạn thảo",
    Owner.APPROVAL: "trình ký",
    Owner.DISTRIBUTION: "văn thư",
}
HEAD: Final = """\
# The life of a dispatch · Vòng đời của văn bản đi

Written by `python -m docs.make_lifecycle` from `TRANSITIONS` in `shared/domain/lifecycle.py`:
change it there. A test fails while this page says something else.

A stage is stored nowhere: each service tells its own part, and `stage_of` takes the highest round
and, within it, the service that is furthest on (distribution over approval over drafting).
"""
WAYS_HEAD: Final = """
## After it was issued · Sau khi ban hành

`WAYS_BACK` (ND30 Đ.18.3, Đ.18.4): marks beside the stage, for FILED is final.
Each is a fact of distribution that stays; a recall has
[a flow of its own](decisions/0018-a-recall-is-a-flow-beside.md).
"""


def page() -> str:
    """The whole page."""
    parts = (
        HEAD,
        diagram(),
        "## Stages · Trạng thái\n",
        stages(),
        "\n## Moves · Chuyển trạng thái\n",
    )
    return "\n".join((*parts, moves(), WAYS_HEAD, ways_back(), ""))


def diagram() -> str:
    """A state diagram in Mermaid's language."""
    ends = [f"    {stage} --> [*]" for stage in Stage if stage in FINAL]
    arrows = [f"    {move.source} --> {move.target}: {move.act}" for move in TRANSITIONS]
    lines = ("```mermaid", "stateDiagram-v2", f"    [*] --> {Stage.DRAFT}", *arrows, *ends, "```")
    return "\n".join((*lines, ""))


def stages() -> str:
    rows = ((f"`{stage}`", WORDS[stage], "yes" if stage in FINAL else "") for stage in Stage)
    return table(("stage", "trạng thái", "final"), *rows)


def moves() -> str:
    rows = (
        (
            f"`{move.source}`",
            f"`{move.act}` – {ACTS[move.act]}",
            f"`{move.target}`",
            move.by,
            f"{move.owner} – {SERVICES[move.owner]}",
        )
        for move in TRANSITIONS
    )
    return table(("from", "act · việc", "to", "by · người làm", "fact of · dịch vụ"), *rows)


def ways_back() -> str:
    rows = ((f"`{way}`", mark.word, mark.begins, mark.effect) for way, mark in WAYS_BACK.items())
    return table(("mark", "nói là", "begins with · bắt đầu", "effect · hệ quả"), *rows)


if __name__ == "__main__":
    write_or_check(PAGE, page)
