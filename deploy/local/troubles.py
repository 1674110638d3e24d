"""What can go wrong on a developer's machine, said in one sentence with the way out."""


class Trouble(Exception):  # noqa: N818 -- the sentence is the message; it is shown as it stands
    """The local stack can't go on; the text is an English sentence for the developer."""
