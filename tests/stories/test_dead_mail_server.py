"""A dead mail server delays nothing: the dispatch is filed, and the mails come when it is back."""

from collections import Counter

from shared.domain.lifecycle import Stage
from tests.stories.papers import (
    CHECK,
    CHECKER,
    CLERK,
    DEPUTY,
    DRAFTER,
    OFFICE,
    REVIEW,
    SIGN,
    TEXT,
)
from tests.stories.whole_office import WholeOffice
from tests.support.histories import keep
from tests.support.mail_server import MailServer
from tests.support.moods import Mood
from tests.support.waiting import until


async def test_a_dispatch_is_filed_while_mail_waits_and_each_letter_comes_once_afterwards(
    whole: WholeOffice, mail_server: MailServer
) -> None:
    mail_server.mood = Mood.DROPS
    desk = whole.desk
    case = await desk(DRAFTER).drafted(TEXT)
    await desk(DRAFTER).submit(case)
    await desk(CHECKER).approve(case, CHECK)
    await desk(OFFICE).approve(case, REVIEW)
    await desk(DEPUTY).approve(case, SIGN)
    await desk(CLERK).issue(case)
    assert await whole.ended(case) is Stage.FILED
    assert mail_server.refused
    assert not mail_server.letters

    mail_server.mood = Mood.ACCEPTS
    told = Counter(await letters_due(whole, case))

    async def came() -> bool:
        return len(mail_server.letters) >= told.total()

    await until(came, seconds=60)
    assert Counter(letter["To"].addresses[0].addr_spec for letter in mail_server.letters) == told
    assert len({letter["Message-ID"] for letter in mail_server.letters}) == told.total()
    assert not [one for one in await whole.activities(case) if "notice" in one]
    await keep(whole.flow(case), "filed_while_the_mail_server_was_dead")


async def letters_due(whole: WholeOffice, case: str) -> list[str]:
    """One address for each notice of the case: four new tasks are none of the clerk's."""
    people = (DRAFTER, CHECKER, OFFICE, DEPUTY)
    told = [f"{one}@so.example" for one in people for _ in await whole.desk(one).notices(case)]
    assert len(told) == 3 + 3
    return told
