"""People in files from elsewhere, read and never taken in by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import Refused, StorageError
from core.team.contacts import Contact, parse, read

CARDS = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada Lovelace\r\nORG:Engines\\, Ltd;Research\r\n"
    "TITLE:Analyst\r\n"
    "TEL;TYPE=CELL:+44 20 1234\r\nitem1.EMAIL;TYPE=INTERNET:ada@exam\r\n ple.org\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCr=\r\ngen\r\nEND:VCARD\r\n"
    "BEGIN:VCARD\nVERSION:4.0\nFN:Ada Lovelace\nTEL;VALUE=uri:tel:+1-555\nEND:VCARD\n"
    "BEGIN:VCARD\nVERSION:4.0\nFN:Grace\nTEL;VALUE=uri:tel:+1-555\nNOTE:x\nEND:VCARD\n"
)
CONNECTIONS = (
    '\ufeffNotes:\n"When exporting your connection data, some addresses are missing"\n\n'
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    'Ada,Lovelace,https://l/ada,ada@example.org,"Engines, Ltd",Analyst,05 Mar 2024\n,,,,,,01 Jan 2020\nBob\n'
)


def test_cards_of_three_versions() -> None:
    assert parse(CARDS) == (
        Contact(name="Ada Lovelace", reach="+44 20 1234, ada@example.org", about="Analyst, Engines, Ltd"),
        Contact(name="Grace", reach="+1-555", about=""),
        Contact(name="Jürgen Müller", reach="", about=""),
    )


def test_connections_begin_after_a_note() -> None:
    assert parse(CONNECTIONS) == (
        Contact(name="Ada Lovelace", reach="ada@example.org, https://l/ada", about="Analyst, Engines, Ltd"),
        Contact(name="Bob", reach="", about=""),
    )


def test_what_is_neither_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    with pytest.raises(Refused, match="neither a contact card"):
        read(str(tmp_path / "a.csv"))
    with pytest.raises(StorageError, match="cannot be read"):
        read(str(tmp_path / "none.vcf"))
    with pytest.raises(StorageError, match="cannot be read"):
        read("\0")
    (tmp_path / "big.vcf").write_bytes(b"BEGIN:VCARD\n" + b"x" * 20_000_001)
    with pytest.raises(Refused, match="larger than 20 MB"):
        read(str(tmp_path / "big.vcf"))


@given(st.text(max_size=300), st.sampled_from(("BEGIN:VCARD\n", CONNECTIONS, CARDS[:200])))
def test_whatever_follows_is_read_or_refused(body: str, start: str) -> None:
    try:
        assert all(contact.name and "\n" not in contact.name for contact in parse(start + body))
    except Refused as refused:
        assert refused.sentence.endswith(".")
