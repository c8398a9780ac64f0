"""The one error of reading, which every step from bytes to an article may raise."""


class ContentError(Exception):
    """What is wrong with the content of a file or of one record; its text is the reason."""
