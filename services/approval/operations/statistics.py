"""How the work goes, for those who lead it."""

from datetime import date

from services.approval.domain import statistics as rules
from services.approval.domain.statistics import Asked, By, Figures
from services.approval.store import statistics as store
from shared.domain.people import Person
from shared.runtime.database import Work


async def statistics(
    work: Work, me: Person, by: By, *, first: date | None, last: date | None
) -> tuple[Figures, ...]:
    """Figures of the days from the first to the last, in Viet Nam; of my unit where I lead one.

    Raises NotYours for those who lead nobody, Invalid for days in the wrong order.
    """
    units = rules.units_shown(me)
    since, until = rules.period(first, last)
    asked = Asked(by=by, units=units, since=since, until=until)
    waiting = await store.waiting(work, me.agency, asked)
    done = await store.done(work, me.agency, asked)
    return rules.figures(by, waiting, done, me.organisation)
