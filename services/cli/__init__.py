"""The command line: a plain HTTP client of the three services, and the local stack's switch."""
