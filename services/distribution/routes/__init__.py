"""Distribution's HTTP API: thin, everything is decided by the operations."""

from services.distribution.routes import desk, receiving

ROUTERS = (desk.router, receiving.router)
