"""Distribution's HTTP API: thin, everything is decided by the operations."""

from services.distribution.routes import (
    acts,
    annexes,
    desk,
    public,
    recalls,
    receiving,
    reservations,
)

ROUTERS = (
    acts.router,
    reservations.router,
    desk.router,
    annexes.router,
    public.router,
    receiving.router,
    recalls.router,
)
