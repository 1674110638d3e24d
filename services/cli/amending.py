"""What the records desk knows of a dispatch that a draft is to correct or replace.

The services judge by their own facts, drafting when it is submitted and the desk at the number;
whoever drafts at a terminal hears the desk's at once, before days of work.
"""

from services.cli.api import Api, Said
from services.cli.words import AMENDS
from services.distribution.domain.amending import ISSUED
from shared.domain.amendments import Amends
from shared.domain.lifecycle import WORDS, Stage, WayBack
from shared.domain.refusals import WrongMoment


def refuse_undone(api: Api, wanted: Amends) -> None:
    """Raises `WrongMoment` for what was recalled, replaced or not issued, with the right way.

    ND30 Đ.18.

    What the desk does not know, or this account may not see, is left to the services.
    """
    way, case = wanted.way, wanted.case
    try:
        record = api.get("distribution", f"/dispatches/{case}")
    except Said:
        return
    doing = AMENDS[way]
    stage = Stage(record["stage"])
    if stage not in ISSUED:
        raise WrongMoment(
            "amends_not_issued",
            f"Chưa lập dự thảo. Văn bản {case} chưa phát hành ({WORDS[stage]}) thì không {doing}; "
            "hãy nhờ văn thư trả lại để sửa chính văn bản đó.",
        )
    if WayBack.RECALLED in record["ways_back"]:
        raise WrongMoment(
            "amends_recalled",
            f"Chưa lập dự thảo. Văn bản {case} đã thu hồi ({record['recall']['paper']}) thì không "
            f"{doing}; nếu cần, hãy ban hành một văn bản mới: lập dự thảo không có --{way}.",
        )
    standing = [one for one in record["replaced_by"] if not one["recalled"]]
    if standing:
        newer = standing[-1]
        raise WrongMoment(
            "amends_replaced",
            f"Chưa lập dự thảo. Văn bản {case} đã được thay thế bằng văn bản số "
            f"{newer['number']}; hãy {doing} văn bản đó: --{way} {newer['case']}.",
        )
