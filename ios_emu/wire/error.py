"""What a decoder says of bytes it cannot read."""


class DecodeError(ValueError):
    """The bytes are not a well-formed packet; the message names the field and the reason."""
