"""The commands, one file for each person who gives them."""
