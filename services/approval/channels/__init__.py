"""The ways by which notices go out: each hands one over and gives what the other side said."""
