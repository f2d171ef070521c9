"""Encrypted ISAKMP messages.

In phase 1 the IVs form one chain, starting from a hash of both public values. A phase 2 exchange has a chain
of its own, starting from a hash of phase 1's last block and the message ID (RFC 2409 appendix B); its messages
begin with a HASH payload over the message ID and everything after it.

    +--------+- - - - - - - - - - - - encrypted - - - - - - - - - - - - +
    | header | HASH = prf(SKEYID_a, seed | rest) | rest ... | 0 padding |
    +--------+- - - - - - - - - - - - - - - - - - - - - - - - - - - - - +
"""

from __future__ import annotations

import struct

from ios_emu.features.isakmp import crypto, packet
from ios_emu.features.isakmp.packet import Header, Payload
from ios_emu.features.isakmp.sa import IkeSa
from ios_emu.wire import DecodeError

_GENERIC = struct.Struct("!BBH")


def exchange_iv(sa: IkeSa, message_id: int) -> bytes:
    """The IV of the first message of a phase 2 exchange."""
    assert sa.policy is not None
    return crypto.exchange_iv(sa.policy.hash, sa.iv, message_id)


def encrypt_message(sa: IkeSa, exchange: int, message_id: int, first: int, body: bytes, iv: bytes) -> bytes:
    """A whole message whose payloads are `body`, the first of type `first`."""
    assert sa.policy is not None
    sealed = crypto.encrypt(sa.policy.cipher, sa.cipher_key, iv, body)
    return packet.encode_message(
        sa.initiator_cookie,
        sa.responder_cookie,
        first,
        exchange,
        packet.FLAG_ENCRYPTED,
        message_id,
        sealed,
    )


def decrypt_body(sa: IkeSa, header: Header, data: bytes, iv: bytes) -> bytes:
    """The payloads of an encrypted message, padding included. Raises DecodeError when they are no whole blocks."""
    assert sa.policy is not None
    body = crypto.decrypt(sa.policy.cipher, sa.cipher_key, iv, data[packet.HEADER_LENGTH : header.length])
    if body is None:
        raise DecodeError("encrypted ISAKMP payloads are not of whole blocks")
    return body


def last_block(sa: IkeSa, header: Header, data: bytes) -> bytes:
    """The last ciphertext block of a message: the next IV of its chain."""
    assert sa.policy is not None
    return data[header.length - sa.policy.block : header.length]


def seal(sa: IkeSa, exchange: int, message_id: int, seed: bytes, payloads: list[Payload], iv: bytes) -> bytes:
    """A phase 2 message: HASH over `seed` and the payloads, then the payloads; all encrypted."""
    assert sa.policy is not None and sa.keys is not None
    rest = packet.encode_payloads(payloads)
    hash_value = crypto.prf(sa.policy.hash, sa.keys.skeyid_a, seed + rest)
    first = payloads[0].kind if payloads else packet.NONE
    body = _GENERIC.pack(first, 0, _GENERIC.size + len(hash_value)) + hash_value + rest
    return encrypt_message(sa, exchange, message_id, packet.HASH, body, iv)


def unseal(sa: IkeSa, header: Header, data: bytes, seed: bytes, iv: bytes) -> list[Payload] | None:
    """The payloads after the HASH of a phase 2 message; None when the HASH is wrong. Raises DecodeError."""
    assert sa.policy is not None and sa.keys is not None
    body = decrypt_body(sa, header, data, iv)
    payloads, end = packet.decode_payloads(header.next_payload, body)
    if not payloads or payloads[0].kind != packet.HASH:
        raise DecodeError("ISAKMP message of phase 2 does not begin with a HASH payload")
    rest = body[_GENERIC.size + len(payloads[0].body) : end]
    if crypto.prf(sa.policy.hash, sa.keys.skeyid_a, seed + rest) != payloads[0].body:
        return None
    return payloads[1:]


def message_id_seed(message_id: int) -> bytes:
    """What every HASH of phase 2 begins with."""
    return message_id.to_bytes(4, "big")
