"""IKE's share of `debug crypto engine`. In 12.2 it stands among the messages of ISAKMP where Cisco's own transcripts
have it: the Diffie-Hellman values after the policy, the secret after the KE payload."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.isakmp_bench import Bench
from support.isakmp_lab import lab, ping, said

from ios_emu.lab.lab import Lab


def heard(tmp_path: Path, release: str, *, alone: bool) -> Lab:
    made = lab(tmp_path, (release, release))
    for name in ("R1", "R2"):
        if alone:
            made[name].execute("undebug all")
        made[name].execute("debug crypto engine")
        said(made, name)
    ping(made, 2)
    return made


def test_12_2_says_it_among_the_messages_of_isakmp(tmp_path: Path) -> None:
    made = heard(tmp_path, "12.2", alone=False)
    lines = said(made, "R1")
    public = lines.index("CryptoEngine0: generate alg parameter")
    assert lines[public - 1].endswith("atts are acceptable. Next payload is 0")
    assert lines[public + 1 : public + 3] == ["CRYPTO_ENGINE: Dh phase 1 status: 0"] * 2
    assert "SA is doing pre-shared key authentication" in lines[public + 3]
    secret = lines.index("CryptoEngine0: generate alg parameter", public + 1)
    assert "processing KE payload" in lines[secret - 1] and "processing NONCE payload" in lines[secret + 1]
    keys = lines.index("CryptoEngine0: create ISAKMP SKEYID for conn id 1")
    assert lines[keys + 1].endswith("SKEYID state generated")
    assert lines.count("CryptoEngine0: generate hmac context for conn id 1") == 5
    done = lines.index("CryptoEngine0: clear dh number for conn id 1")
    assert "SA has been authenticated" in lines[done - 1]
    assert lines[-2:] == ["ipsec allocate flow 0"] * 2


def test_15_alone(tmp_path: Path) -> None:
    made = heard(tmp_path, "15.2", alone=True)
    hash_, sealed, opened = ("Generate IKE hash", "Encrypt IKE packet", "Decrypt IKE packet")
    began = ["Create DH", "Create DH shared secret", "Create IKE SA"]
    proved = [hash_, sealed, opened, hash_, "Delete DH shared secret"]
    quick = [hash_, sealed, opened, hash_, hash_, sealed, "Generate IKE QM keys"]
    installed = ["Create IPSec SA (by keys)"] * 2
    expected = [f"crypto_engine: {line}" for line in began + proved + quick + installed]
    assert said(made, "R1") == expected
    out = made["R1"].execute("clear crypto isakmp")
    assert re.search(r"crypto engine: deleting IKE SA SW:1001$.*crypto_engine: Delete IKE SA", out, re.M | re.S)


@pytest.mark.parametrize("release", ["12.2", "12.3", "12.4", "15"])
def test_an_sa_without_keys_is_not_deleted_from_the_engine(release: str) -> None:
    bench = Bench(releases=(release, release))
    bench.b.ike.in_use(False)
    bench.connect()
    bench.run(150)
    assert not bench.a.engine_debugs
