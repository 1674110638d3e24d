"""Distribution's HTTP API: thin, everything is decided by the operations."""

from services.distribution.routes import desk, public, receiving

ROUTERS = (desk.router, public.router, receiving.router)
