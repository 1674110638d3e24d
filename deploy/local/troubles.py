"""What can go wrong on a developer's machine, said in one sentence with the way out."""


class Trouble(Exception):  # noqa: N818 -- the sentence is the message; it is shown as it stands
    """It can't go on; the sentence is English for who runs the stack, Vietnamese for who works."""
