"""What a lab says of a file or a name it cannot use."""


class LabError(Exception):
    """A mistake in a lab file, a transcript, a saved lab or a name; the message is one line that names the file,
    the line and the reason."""
