"""One dispatch's life, played through the public API by the right people."""
