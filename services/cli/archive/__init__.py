"""Dispatches as packages for the archive: made of what the services tell, checked without them."""
