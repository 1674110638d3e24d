"""Small real programs that tests stand on."""
