"""The keys of a lab in the form Wireshark reads: a folder that is a whole Wireshark configuration.

    WIRESHARK_CONFIG_DIR=capture.keys wireshark capture.pcapng

or copied to `~/.config/wireshark/profiles/ios-emu` and chosen there. It has

    ikev1_decryption_table   initiator cookie, key                                      one line per phase 1
    esp_sa                   addresses, SPI, cipher and its key, HMAC and its key        one line per SA
    preferences              which tell Wireshark to decrypt, and to check what it can
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ios_emu.lab.error import LabError
from ios_emu.lab.topology import reason_of
from ios_emu.router.keylog import EspKey, IkeKey, KeyLog

PREFERENCES = {
    "esp.enable_encryption_decode": "TRUE",
    "esp.enable_authentication_check": "TRUE",
    "ip.check_checksum": "TRUE",
    "udp.check_checksum": "TRUE",
}
_CIPHERS = {
    "des": "DES-CBC [RFC2405]",
    "3des": "TripleDES-CBC [RFC2451]",
    "aes": "AES-CBC [RFC3602]",
    "null": "NULL",
}
_HASHES = {
    "": "NULL",
    "md5": "HMAC-MD5-96 [RFC2403]",
    "sha": "HMAC-SHA-1-96 [RFC2404]",
    "sha256": "HMAC-SHA-256-128 [RFC4868]",
    "sha384": "HMAC-SHA-384-192 [RFC4868]",
    "sha512": "HMAC-SHA-512-256 [RFC4868]",
}


def ike_line(key: IkeKey) -> str:
    """A line of `ikev1_decryption_table`."""
    return f"{key.initiator_cookie.hex()},{key.key.hex()}\n"


def esp_line(key: EspKey) -> str:
    """A line of `esp_sa`."""
    transform = key.transform
    length = transform.cipher_key_length
    words = (
        *("IPv4", key.source, key.destination, f"0x{key.spi:08x}"),
        *(_CIPHERS[transform.cipher], _hex(key.keys[:length])),
        *(_HASHES[transform.hash], _hex(key.keys[length:])),
    )
    return ",".join(f'"{word}"' for word in words) + "\n"


def _hex(key: bytes) -> str:
    return f"0x{key.hex()}" if key else ""


class KeyFolder:
    """A folder that is kept up with the keys of a lab; what it once had it keeps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: list[EspKey | IkeKey | None] = []
        self._ike: dict[str, None] = {}
        self._esp: dict[str, None] = {}

    def write(self, logs: Iterable[KeyLog]) -> None:
        """Write down what is new. Raises LabError."""
        logs = list(logs)
        newest = [queue[-1] if queue else None for log in logs for queue in (log.ike, log.esp)]
        if newest == self._seen:
            return
        self._seen = newest
        for log in logs:
            self._ike.update(dict.fromkeys(map(ike_line, log.ike)))
            self._esp.update(dict.fromkeys(map(esp_line, log.esp)))
        files = {
            "ikev1_decryption_table": "".join(self._ike),
            "esp_sa": "".join(self._esp),
            "preferences": "".join(f"{name}: {value}\n" for name, value in PREFERENCES.items()),
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            for name, text in files.items():
                (self.folder / name).write_text(text, encoding="utf-8")
        except OSError as error:
            raise LabError(f"{self.folder}: cannot write the keys: {reason_of(error)}") from None
