"""Reading a resume: txt, md, docx, and pdf with the `resume` extra. What cannot be read gets a sentence.

Nothing of it is stored. Every format is read piece by piece with limits, so that a file made to fill the memory is
turned away after some megabytes (docx: ECMA-376, Office Open XML, `word/document.xml` in a zip).
"""

from __future__ import annotations

import os
import stat
import zipfile
from typing import IO, Any

from core import text
from core.errors import Refused, StorageError

LARGEST = 10_000_000  # bytes of a file
LARGEST_TEXT = 1_000_000  # bytes of a plain text file
MOST = 200_000  # characters that are read, some sixty pages
UNPACKED = 30_000_000  # bytes of a document inside a docx
DEEPEST = 200  # elements inside each other; Word nests some thirty
ENTRIES = 2000  # parts of a docx; with many pictures it has some hundreds
PAGES = 40
_CHUNK = 65_536


def read(path: str) -> str:
    """The text of a resume. Raises `StorageError` where there is no such file, and `Refused` for what is no text."""
    name = text.visible(os.path.basename(path)) or path
    try:
        found = os.stat(path)
        if not stat.S_ISREG(found.st_mode):
            raise Refused(f"{name} is not a file that can be read.")
        if found.st_size > LARGEST:
            raise Refused(f"{name} has {found.st_size // 1_000_000} MB; {LARGEST // 1_000_000} MB fit here.")
        with open(path, "rb") as file:
            return _tidy(_kinds(name, file), name)
    except OSError as error:
        raise StorageError(f"{name} cannot be read: {error.strerror or 'the system says no'}.") from None


def _kinds(name: str, file: IO[bytes]) -> str:
    start = file.read(8)
    file.seek(0)
    if start.startswith(b"%PDF-") or name.lower().endswith(".pdf"):
        return _pdf(name, file)
    if start.startswith(b"PK"):
        return _docx(name, file)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused(f"{name} is an old Word file or has a password. Saved as docx without one, it can be read.")
    if name.lower().endswith((".docx", ".odt")):
        raise Refused(f"{name} is not a whole document: its beginning is missing. Saving it again may help.")
    raw = file.read(LARGEST_TEXT + 1)
    if len(raw) > LARGEST_TEXT:
        raise Refused(f"{name} is too long: {LARGEST_TEXT // 1_000_000} MB of text fit here.")
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        if b"\0" in raw:
            raise Refused(f"{name} is not text. A txt, md, docx or pdf file can be read.") from None
        return raw.decode("cp1252", "replace")


def _tidy(found: str, name: str) -> str:
    kept = text.clean(found.replace("\0", ""), what=name).strip()
    if not kept:
        raise Refused(f"{name} has no text in it.")
    if len(kept) > MOST:
        raise Refused(f"{name} has {len(kept):,} characters of text; {MOST:,} fit here.")
    return kept


# docx


class _Words:
    """Collects the words of a document while it is parsed; keeps no tree. Raises `Refused`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._parts: list[str] = []
        self._size = self._depth = 0
        self._inside = False

    def doctype(self, *_: object) -> None:
        """A document type: Word writes none, and what it declares can be made to grow without end."""
        raise Refused(f"{self._name} holds declarations that no word processor writes, so it was not read.")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise Refused(f"{self._name} is nested deeper than any document, so it was not read.")
        kind = tag.rpartition("}")[2]
        self._inside = kind == "t"
        if kind in ("tab", "br", "cr"):
            self._add("\t" if kind == "tab" else "\n")

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1
        self._inside = False
        if tag.rpartition("}")[2] in ("p", "tr"):
            self._add("\n")

    def data(self, words: str) -> None:
        """Characters between the tags."""
        if self._inside:
            self._add(words)

    def close(self) -> str:
        """The text."""
        return "".join(self._parts)

    def _add(self, words: str) -> None:
        self._size += len(words)
        if self._size > MOST:
            raise Refused(f"{self._name} has more text than fits here: {MOST:,} characters.")
        self._parts.append(words)


def _docx(name: str, file: IO[bytes]) -> str:
    from xml.etree.ElementTree import ParseError, XMLParser

    broken = Refused(f"{name} is not a whole Word document. Saving it again as docx may help.")
    _few_entries(name, file)
    try:
        with zipfile.ZipFile(file) as archive, archive.open("word/document.xml") as part:
            words = _Words(name)
            parser = XMLParser(target=words)
            size = 0
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                if size > UNPACKED:
                    raise Refused(f"{name} unpacks to more than {UNPACKED // 1_000_000} MB, so it was not read.")
                parser.feed(chunk)
            parser.close()
            return words.close()
    except KeyError:
        raise Refused(
            f"{name} is a zip file without a Word document in it. A docx, pdf, txt or md can be read."
        ) from None
    except (zipfile.BadZipFile, ParseError, EOFError, NotImplementedError, ValueError, zipfile.LargeZipFile):
        raise broken from None
    except RuntimeError:  # what zipfile raises for a password
        raise Refused(f"{name} has a password. Saved without one, it can be read.") from None
    except Exception as error:
        if type(error).__module__ == "zlib" or type(error).__name__ in ("error", "LZMAError"):
            raise broken from None
        raise


def _few_entries(name: str, file: IO[bytes]) -> None:
    """Look at the end of a zip before it is opened: opening reads its whole list of parts into memory."""
    file.seek(0, os.SEEK_END)
    file.seek(max(0, file.tell() - 65_557))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < 22:
        raise Refused(f"{name} is not a whole Word document. Saving it again as docx may help.")
    entries = int.from_bytes(tail[place + 10 : place + 12], "little")
    listed = int.from_bytes(tail[place + 12 : place + 16], "little")
    if entries > ENTRIES or listed > 200 * ENTRIES:
        raise Refused(f"{name} has more parts than any resume, so it was not read.")
    file.seek(0)


# pdf


def _pdf(name: str, file: IO[bytes]) -> str:
    try:
        import pypdf
    except ImportError:
        raise Refused(
            f"{name} is a PDF, and reading those needs one more package: `pip install 'onward[resume]'`. "
            "A txt, md or docx file can be read without it."
        ) from None
    limits: dict[str, Any] = dict.fromkeys(
        (
            "maximum_declared_stream_length",
            "array_based_stream_maximum_output_length",
            "lzw_maximum_output_length",
            "run_length_maximum_output_length",
            "zlib_maximum_output_length",
        ),
        4_000_000,
    )
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would write about the file on the screen
    parts: list[str] = []
    try:
        with pypdf.apply_configuration(**limits):
            reader = pypdf.PdfReader(file)
            if reader.is_encrypted:
                raise Refused(f"{name} is protected. Saved without a password, it can be read.")
            if len(reader.pages) > PAGES:
                raise Refused(f"{name} has {len(reader.pages)} pages; {PAGES} fit here.")
            size = 0
            for page in reader.pages:
                parts.append(page.extract_text())
                size += len(parts[-1])
                if size > MOST:
                    raise Refused(f"{name} has more text than fits here: {MOST:,} characters.")
    except Refused:
        raise
    except MemoryError:
        raise Refused(f"{name} needs more memory than a resume, so it was not read.") from None
    except Exception:  # pypdf raises whatever a broken file leads it to
        raise Refused(f"{name} cannot be read as a PDF. Exporting it again, or a docx, may help.") from None
    found = "\n".join(parts)
    if not found.strip():
        raise Refused(f"{name} has no text in it, only pictures, as scans have. A docx or txt can be read.")
    return found
