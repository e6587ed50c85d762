"""Who a store is, and who may be let in: host keys, certificates, passwords, and what an address may hold."""

import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sync import keychain, stores
from sync.stores.address import COMMAND, login, parse
from sync.stores.errors import Full, Missing, ReadOnly, Refused, StoreError, Taken, TooLarge, Unreachable, Untrusted
from tests.relay import Told
from tests.servers import OpenSsh, fresh

NAME = "dev/abcdefgh234567ab/00000001-0123456789abcdef.age"
EMPTY = b'<?xml version="1.0"?><multistatus xmlns="DAV:"></multistatus>'


@pytest.fixture
def sshd(tmp_path_factory: pytest.TempPathFactory, home: Path) -> Iterator[OpenSsh]:
    server = fresh("sshd", tmp_path_factory)
    assert isinstance(server, OpenSsh)
    server.settle_in(home)
    yield server
    server.stop()


def test_a_host_nobody_has_met_yet_is_told_nothing(sshd: OpenSsh, home: Path) -> None:
    place = sshd.place()
    for known in ("", None):
        (home / ".ssh" / "known_hosts").unlink(missing_ok=True)
        if known is not None:
            (home / ".ssh" / "known_hosts").write_text(known)
        store = stores.connect(place.address, home)
        with pytest.raises(
            Untrusted, match=r"does not know the host key .* Connect once by hand with ssh, compare the"
        ):
            store.put(NAME, b"x")
        store.close()
    assert not list(place.root.iterdir())


def test_a_host_with_another_key_than_before_is_told_nothing(sshd: OpenSsh, home: Path) -> None:
    place = sshd.place()
    other = (sshd.base / "key.pub").read_text()
    (home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{sshd.port} {other}")
    store = stores.connect(place.address, home)
    with pytest.raises(Untrusted, match=r"shows another host key than .* only then remove the old one"):
        store.list("")
    store.close()


def test_no_setting_turns_the_host_key_off(sshd: OpenSsh, home: Path) -> None:
    (home / ".ssh" / "known_hosts").unlink()
    (home / ".ssh" / "config").write_text("Host *\n  StrictHostKeyChecking no\n  UserKnownHostsFile none\n")
    store = stores.connect(sshd.place().address, home)
    with pytest.raises(Untrusted):
        store.list("")
    store.close()


@pytest.mark.parametrize(
    ("file", "line"), [("config", "Port none"), ("config", "Match nobody x"), ("known_hosts", "nonsense")]
)
def test_a_file_of_ssh_that_cannot_be_understood_is_said(home: Path, file: str, line: str) -> None:
    (home / ".ssh").mkdir(exist_ok=True)
    (home / ".ssh" / file).write_text(line)
    store = stores.connect("sftp://ada@127.0.0.1:9/onward", home)
    with pytest.raises(Refused, match="cannot be understood"):
        store.list("")
    store.close()


def test_a_folder_that_is_not_on_the_server_is_never_made(sshd: OpenSsh, home: Path) -> None:
    place = sshd.place()
    place.root.rmdir()
    store = stores.connect(place.address, home)
    for use in (lambda: store.list(""), lambda: store.put(NAME, b"x"), lambda: store.delete(NAME)):
        with pytest.raises(Unreachable, match=r"folder of the store is not on its server\. Make it there, or mount"):
            use()
    assert not place.root.exists()
    store.close()


def test_what_stands_in_the_way_of_a_folder_on_the_server_is_left(sshd: OpenSsh, home: Path, tmp_path: Path) -> None:
    place, store = sshd.place(), stores.connect(sshd.place().address, home)
    store = stores.connect(place.address, home)
    (tmp_path / "elsewhere").mkdir()
    (place.root / "dev").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="there is a link or a file"):
        store.put(NAME, b"x")
    assert not list((tmp_path / "elsewhere").iterdir())
    store.close()


def test_a_link_on_the_server_is_listed_and_not_followed(sshd: OpenSsh, home: Path, tmp_path: Path) -> None:
    place = sshd.place()
    (tmp_path / "private").write_bytes(b"private")
    (place.root / "notes.age").symlink_to(tmp_path / "private")
    store = stores.connect(place.address, home)
    assert store.list("") == ("notes.age",)
    with pytest.raises(Missing):
        store.get("notes.age", 100)
    with pytest.raises(Taken):
        store.put("notes.age", b"ours")
    assert (tmp_path / "private").read_bytes() == b"private"
    store.close()


def certificate(folder: Path, *, name: str = "127.0.0.1", days: int = 1) -> tuple[ssl.SSLContext, Path]:
    """What a server shows that signs for itself, and the file in which to trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=3))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "cert.pem", folder / "key.pem"
    pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    return context, pem


def test_a_certificate_this_computer_trusts_is_let_through(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context, pem = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with Told(lambda *_: (207, EMPTY), context) as server:
        assert stores.connect(f"webdavs://127.0.0.1:{server.port}/dav", home).list("") == ()
        assert server.asked == ["PROPFIND"]


@pytest.mark.parametrize("wrong", ["unknown", "another name", "out of date"])
def test_a_server_with_a_wrong_certificate_is_told_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    name, days = ("127.0.0.2" if wrong == "another name" else "127.0.0.1"), (-1 if wrong == "out of date" else 1)
    context, pem = certificate(tmp_path, name=name, days=days)
    if wrong != "unknown":
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with Told(lambda *_: (207, EMPTY), context) as server:
        store = stores.connect(f"webdavs://127.0.0.1:{server.port}/dav", home)
        with pytest.raises(Untrusted, match="its certificate is out of date, for another name, or signed by nobody"):
            store.put(NAME, b"x")
        assert server.asked == []


def test_a_bucket_with_a_wrong_certificate_is_told_nothing(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    with Told(lambda *_: (200, b""), certificate(tmp_path)[0]) as server:
        store = stores.connect(f"s3://bucket/x?endpoint=https://127.0.0.1:{server.port}", home)
        with pytest.raises(Untrusted, match="could not prove that it is your store, so nothing was sent"):
            store.list("")
        assert server.asked == []


def test_a_server_that_speaks_no_tls_is_told_nothing(home: Path) -> None:
    with Told(lambda *_: (207, EMPTY)) as server:
        with pytest.raises(Untrusted):
            stores.connect(f"webdavs://127.0.0.1:{server.port}/dav", home).list("")
        assert server.asked == []


STATUSES = [
    (401, Refused, "The store asks for a password, and none was found"),
    (301, StoreError, "says that it is to be found at another address"),
    (418, StoreError, "answered in a way Onward does not understand"),
    (423, Unreachable, "cannot be reached just now"),
    (503, Unreachable, "cannot be reached just now"),
    (507, Full, "The store is full"),
]


@pytest.mark.parametrize(("status", "error", "words"), STATUSES)
def test_what_a_webdav_server_answers_becomes_a_sentence(
    home: Path, status: int, error: type[StoreError], words: str
) -> None:
    with Told(lambda *_: (status, b"<private>")) as server:
        store = stores.connect(f"webdav://127.0.0.1:{server.port}/dav", home)
        with pytest.raises(error, match=words):
            store.list("")


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (403, ReadOnly, "can be read but not written"),
        (413, StoreError, "does not take files of this size"),
        (500, Full, "does not say why; most often the account's share"),
        (507, Full, "The store is full"),
    ],
)
def test_what_a_webdav_server_does_not_take_is_said(
    home: Path, status: int, error: type[StoreError], words: str
) -> None:
    answers = {"PUT": (status, b""), "PROPFIND": (207, EMPTY)}
    with Told(lambda method, _: answers.get(method, (404, b""))) as server:
        store = stores.connect(f"webdav://127.0.0.1:{server.port}/dav", home)
        with pytest.raises(error, match=words):
            store.put(NAME, b"x")


@pytest.mark.parametrize(
    "answer",
    [
        b"no xml",
        b"<!DOCTYPE x [<!ENTITY a 'aa'>]><multistatus xmlns='DAV:'><response><href>&a;</href></response></multistatus>",
        b"<multistatus xmlns='DAV:'><response><href>" + b"a" * 10_000 + b"</href></response></multistatus>",
        EMPTY[:-5],
    ],
)
def test_a_listing_that_is_none_is_said(home: Path, answer: bytes) -> None:
    with Told(lambda *_: (207, answer)) as server:
        store = stores.connect(f"webdav://127.0.0.1:{server.port}/dav", home)
        with pytest.raises(StoreError, match="answered in a way Onward does not understand"):
            store.list("dev/")


def test_names_in_a_listing_lead_nowhere_else(home: Path) -> None:
    hrefs = (
        "/dav/dev/",
        "/dav/dev/one.age",
        "/dav/dev/%2e%2e",
        "/dav/dev/a%2Fb",
        "/etc/passwd",
        "../x",
        "/dav/dev/a%00b",
    )
    rows = "".join(f"<response><href>{href}</href></response>" for href in hrefs)
    with Told(lambda *_: (207, f"<multistatus xmlns='DAV:'>{rows}</multistatus>".encode())) as server:
        assert stores.connect(f"webdav://127.0.0.1:{server.port}/dav", home).list("dev/") == ("dev/one.age",)


def test_an_answer_that_never_ends_is_not_read_beyond_what_was_asked_for(home: Path) -> None:
    with Told(lambda *_: (200, b"x" * 5_000_000)) as server:
        store = stores.connect(f"webdav://127.0.0.1:{server.port}/dav", home)
        with pytest.raises(TooLarge):
            store.get(NAME, 1000)


@pytest.mark.parametrize(
    ("status", "code", "error", "words"),
    [
        (403, "AccessDenied", Refused, "did not let Onward in"),
        (403, "RequestTimeTooSkewed", Refused, "this computer's clock is off"),
        (404, "NoSuchBucket", Unreachable, "The bucket is not there"),
        (507, "InsufficientStorage", Full, "The store is full"),
        (400, "QuotaExceeded", Full, "The store is full"),
        (418, "Teapot", StoreError, "answered in a way Onward does not understand"),
    ],
)
def test_what_a_bucket_answers_becomes_a_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, status: int, code: str, error: type[StoreError], words: str
) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    body = f"<Error><Code>{code}</Code><Message>private</Message></Error>".encode()
    with Told(lambda *_: (status, body)) as server:
        store = stores.connect(f"s3://bucket/x?endpoint=http://127.0.0.1:{server.port}", home)
        with pytest.raises(error, match=words):
            store.list("")


def test_a_bucket_that_may_only_be_read_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    listing = b"<ListBucketResult><Name>bucket</Name><IsTruncated>false</IsTruncated></ListBucketResult>"

    def answer(method: str, path: str) -> tuple[int, bytes]:
        if method == "GET":
            return (200, listing) if "list-type" in path else (404, b"<Error><Code>NoSuchKey</Code></Error>")
        return 403, b"<Error><Code>AccessDenied</Code></Error>"

    with Told(answer) as server:
        store = stores.connect(f"s3://bucket/x?endpoint=http://127.0.0.1:{server.port}", home)
        with pytest.raises(ReadOnly):
            store.put(NAME, b"x")
        with pytest.raises(ReadOnly):
            store.delete(NAME)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("webdavs://ada:secret@host/dav", "cannot hold a password. Leave it out; Onward takes it from"),
        ("sftp://ada:@host/x", "cannot hold a password"),
        ("webdav://example.org/dav", "write webdavs:// instead of webdav://"),
        ("webdavs:///dav", "is not complete: it is written like scheme://user@host/path"),
        ("webdavs://host:port/dav", "is not complete"),
        ("sftp://-oProxyCommand=x/y", "is not complete"),
        ("sftp://host/a/../b", "is not complete"),
        ("s3://bucket/x?endpoint=http://example.org", "its endpoint begins with https://"),
        ("s3://bucket/x?secret=1", "written like s3://bucket/folder"),
        ("s3://bucket/x?endpoint=ftp://host", "written like s3://bucket/folder"),
        ("s3://bucket/x?endpoint=https://a:b@host", "written like s3://bucket/folder"),
        ("rclone:folder", "written like rclone:remote:folder"),
        ("rclone:--config=x:y", "written like rclone:remote:folder"),
        ("rclone::sftp,host=x,pass=y:", "written like rclone:remote:folder"),
        ("rclone:remote,pass=y:folder", "written like rclone:remote:folder"),
    ],
)
def test_an_address_that_cannot_be_one_is_said_before_anything_is_asked(home: Path, place: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as caught:
        stores.connect(place, home)
    assert "secret" not in caught.value.sentence


def test_a_store_whose_library_is_not_installed_says_what_adds_it(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncssh", None)
    monkeypatch.delitem(sys.modules, "sync.stores.sftp", raising=False)
    with pytest.raises(StoreError, match=r"pip install 'onward\[sftp\]' adds it"):
        stores.connect("sftp://host/x", home)


def test_a_program_that_is_not_installed_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(home))
    with pytest.raises(StoreError, match="needs the rclone program"):
        stores.connect("rclone:remote:x", home).list("")


def test_a_remote_nobody_configured_is_said(home: Path) -> None:
    with pytest.raises(StoreError, match="rclone knows no remote of that name"):
        stores.connect("rclone:remote:x", home).list("")


@pytest.mark.parametrize(
    ("told", "error", "words"),
    [
        ("preallocate: file too big for remaining disk space", Full, "The store is full"),
        ("googleapi: Error 403: quota exceeded, storageQuotaExceeded", Full, "The store is full"),
        ("Failed to copy: Method Not Allowed: 405 Method Not Allowed", Full, "does not say why"),
        ("open x: permission denied", ReadOnly, "can be read but not written"),
        ("open x: read-only file system", ReadOnly, "can be read but not written"),
        ("couldn't connect SSH: ssh: handshake failed: knownhosts: key mismatch", Untrusted, "could not prove"),
        ("Get https://host: x509: certificate signed by unknown authority", Untrusted, "could not prove"),
        ("oauth2: cannot fetch token: invalid_grant", Refused, "did not let Onward in"),
        ("dial tcp: lookup host: no such host, .onward-405507401403.tmp", Unreachable, "cannot be reached just now"),
    ],
)
def test_what_rclone_says_becomes_a_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, told: str, error: type[StoreError], words: str
) -> None:
    program = home / "rclone"
    program.write_text(f"#!/bin/sh\ncase $1 in lsjson) echo null;; *) cat >&2 <<'END'\n{told}\nEND\nexit 1;; esac\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{home}:{os.environ['PATH']}")
    with pytest.raises(error, match=words):
        stores.connect("rclone:remote:x", home).put(NAME, b"x")


def test_a_bucket_without_a_key_is_said_and_nobody_else_is_asked_for_one(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    with Told(lambda *_: (200, b"")) as server:
        with pytest.raises(Refused, match="No access key for the store was found"):
            stores.connect(f"s3://bucket/x?endpoint=http://127.0.0.1:{server.port}", home).list("")
        assert server.asked == []


def test_a_password_comes_from_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(COMMAND, "printf 'correct horse\\nand more'")
    assert login(parse("webdavs://ada@host/x")) == ("ada", "correct horse")


@pytest.mark.parametrize(
    "command", ["false", "true", "no-such-program", "echo 'unclosed", "sh -c 'echo secret; exit 1'"]
)
def test_a_command_that_gives_no_password_is_said(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv(COMMAND, command)
    with pytest.raises(Refused, match=f"The command in {COMMAND} gave no password. Run it by hand") as caught:
        login(parse("webdavs://ada@host/x"))
    assert "secret" not in caught.value.sentence


def test_a_password_comes_from_the_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keychain, "password", {"ada@host": "from the keychain"}.get)
    assert login(parse("webdavs://ada@host/x")) == ("ada", "from the keychain")
    assert login(parse("webdavs://eve@host/x")) == ("eve", None)


def test_a_password_comes_from_netrc_for_the_account_it_is_of(home: Path) -> None:
    (home / ".netrc").write_text("machine host login ada password kept\n")
    (home / ".netrc").chmod(0o600)
    assert login(parse("webdavs://host/x")) == ("ada", "kept")
    assert login(parse("webdavs://ada@host/x")) == ("ada", "kept")
    assert login(parse("webdavs://eve@host/x")) == ("eve", None)
    assert login(parse("webdavs://elsewhere/x")) == ("", None)


def test_a_netrc_with_a_mistake_is_said(home: Path) -> None:
    (home / ".netrc").write_text("machine host login ada passwort kept\n")
    (home / ".netrc").chmod(0o600)
    with pytest.raises(Refused, match=r"~/.netrc cannot be used"):
        login(parse("webdavs://host/x"))


def test_no_store_is_loaded_before_it_is_asked_for() -> None:
    script = "import sys; from sync import stores; stores.kinds(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"asyncio", "asyncssh", "http.client", "obstore", "ssl", "subprocess"} & set(loaded)
    assert stores.kinds() == ("rclone", "s3", "sftp", "webdav")
