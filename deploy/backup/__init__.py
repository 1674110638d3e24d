"""Taking the record of a whole stack aside, and bringing it back into an empty one."""
