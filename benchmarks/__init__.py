"""Programs that measure what the project promises; each is run by hand and prints its figures."""
