"""Reading a resume, and laying it beside a posting: a sentence for what cannot be read, and never a mark."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import OnwardError, Refused, StorageError
from core.skills import resume
from core.skills.comparison import LISTED, MISSING, SHOWN, compare
from core.workspace import Workspace

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RESUME = """Ada Example
12 Long Street, +49 30 1234567
Experience
Built reports in SQL for 40 shops, which
saved two days a month.
Responsible for the weekly meeting of the whole team
Taught colleagues how to read a chart before they draw one
Skills: Python, Docker, Excel
2019 to 2023 at a company in Berlin where many things were done
"""


def docx(path: Path, document: str | bytes, name: str = "word/document.xml") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, document)
    return path


def word(body: str) -> str:
    return f"<w:document {W}><w:body>{body}</w:body></w:document>"


def pdf(content: bytes, *, packed: bool = False) -> bytes:
    """A PDF of one page, by hand."""
    stream = zlib.compress(content) if packed else content
    packing = b"/Filter /FlateDecode " if packed else b""
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< " + packing + b"/Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


def words_in_pdf(text: str) -> bytes:
    return pdf(f"BT /F1 12 Tf 20 200 Td ({text}) Tj ET".encode())


def encrypted() -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(words_in_pdf("Python")))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_text_in_the_usual_encodings(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        (tmp_path / "a.txt").write_bytes("Café, C++ –\r\nSQL".encode(encoding))
        assert resume.read(str(tmp_path / "a.txt")) == "Café, C++ –\nSQL"


def test_a_word_document_keeps_its_lines(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>Built</w:t></w:r><w:r><w:tab/><w:t>reports &amp; more</w:t></w:r></w:p><w:p><w:r><w:t>SQL"
    path = docx(tmp_path / "a.docx", word(f"{body}</w:t><w:delText>old</w:delText></w:r></w:p>"))
    assert resume.read(str(path)) == "Built\treports & more\nSQL"


def test_a_pdf_with_text(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(words_in_pdf("Python and SQL"))
    assert resume.read(str(tmp_path / "a.pdf")) == "Python and SQL"


def entity_bomb() -> str:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}]>' + word("<w:p><w:r><w:t>&e8;</w:t></w:r></w:p>")


def many_parts() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(5000):
            archive.writestr(f"word/{number}.xml", "")
    return out.getvalue()


def bad_files(folder: Path) -> dict[str, tuple[str, str]]:
    """Files that cannot be read, each with a part of its sentence."""

    def made(name: str, raw: bytes) -> str:
        (folder / name).write_bytes(raw)
        return str(folder / name)

    whole = docx(folder / "whole.docx", word("<w:p><w:t>Python</w:t></w:p>" * 200)).read_bytes()
    zeros = zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED)
    with zeros, zeros.open("word/document.xml", "w", force_zip64=True) as part:
        part.write(f"<w:document {W}><w:body>".encode())
        for _ in range(500):
            part.write(b"<w:b/> " * 150_000)
    deep = "<w:p>" * 300_000
    return {
        "an empty file": (made("empty.txt", b""), "no text in it"),
        "white space": (made("white.md", b" \n\t\n"), "no text in it"),
        "five megabytes of text": (made("long.txt", b"word " * 1_000_000), "is too long"),
        "a long text": (made("page.txt", b"word " * 100_000), "characters of text"),
        "a picture": (made("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\xff\xfe"), "is not text"),
        "a folder": (str(folder), "is not a file"),
        "a broken docx": (made("broken.docx", whole[: len(whole) // 2]), "not a whole Word document"),
        "a damaged docx": (made("hurt.docx", whole[:60] + b"\0\0\0\0" + whole[64:]), "not a whole Word document"),
        "an empty docx": (made("none.docx", b""), "its beginning is missing"),
        "a zip that is none": (str(docx(folder / "other.docx", "x", "photo.jpg")), "without a Word document"),
        "a docx that unpacks to half a gigabyte": (str(folder / "bomb.docx"), "so it was not read"),
        "a docx with entities": (str(docx(folder / "laughs.docx", entity_bomb())), "declarations"),
        "a docx nested deeply": (str(docx(folder / "deep.docx", word(deep))), "nested deeper"),
        "a docx with half its tags": (str(docx(folder / "half.docx", word("<w:p>"))), "not a whole Word document"),
        "a docx of very many parts": (made("parts.docx", many_parts()), "more parts"),
        "an old Word file": (made("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99), "old Word file"),
        "a PDF without text": (made("scan.pdf", pdf(b"0 0 100 100 re f")), "only pictures"),
        "a PDF with a password": (made("locked.pdf", encrypted()), "is protected"),
        "a broken PDF": (made("cut.pdf", words_in_pdf("Python")[:200]), "cannot be read as a PDF"),
        "a PDF that is none": (made("not.pdf", b"hello"), "cannot be read as a PDF"),
        "a PDF that unpacks to a gigabyte": (
            made("big.pdf", pdf(b"(x) Tj\n" * 30_000_000, packed=True)),
            "cannot be read as a PDF",
        ),
        "a very large file": (made("huge.pdf", b"%PDF-1.4\n" + b"0" * 11_000_000), "MB fit here"),
    }


def test_what_cannot_be_read_gets_a_sentence_within_64_mib(tmp_path: Path) -> None:
    bad = bad_files(tmp_path)
    code = (
        "import re, resource, sys\n"
        "from core.skills import resume\n"
        "from core.errors import OnwardError\n"
        "for path in sys.argv[1:]:\n"
        "    try:\n"
        "        print('READ', len(resume.read(path)))\n"
        "    except OnwardError as error:\n"
        "        print(error.sentence)\n"
        "try:\n"
        "    peak = int(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]) // 1024\n"
        "except OSError:\n"
        "    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1048576\n"
        "print(peak)\n"
    )
    root = str(Path(__file__).parent.parent)
    env = {**os.environ, "PYTHONPATH": root, "PYTHONPYCACHEPREFIX": str(tmp_path / "compiled")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    # Compiling pypdf takes more memory than running it; an installation has done so long before.
    subprocess.run([sys.executable, "-c", "import pypdf"], env=env, check=True)
    done = subprocess.run(
        [sys.executable, "-c", code, *(path for path, _ in bad.values())],
        capture_output=True, text=True, cwd=root, env=env, check=True,
    )  # fmt: skip
    *said, peak = done.stdout.splitlines()
    assert done.stderr == ""
    for (what, (_, sentence)), line in zip(bad.items(), said, strict=True):
        assert sentence in line, f"{what}: {line}"
    assert int(peak) < 64, f"{peak} MiB"


def test_a_file_that_is_not_there_and_a_pipe(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be read"):
        resume.read(str(tmp_path / "none.txt"))
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refused, match="not a file"):
        resume.read(str(tmp_path / "pipe"))


def test_without_the_extra_a_pdf_names_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(words_in_pdf("Python"))
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(Refused, match="onward\\[resume\\]"):
        resume.read(str(tmp_path / "a.pdf"))


@given(
    st.binary(max_size=600),
    st.sampled_from(("a.txt", "a.docx", "a.pdf")),
    st.sampled_from((b"", b"PK\x03\x04", b"%PDF-1.")),
)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str, start: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(start + raw)
    try:
        assert resume.read(str(path))
    except OnwardError as error:
        assert error.sentence.endswith(".") or "`" in error.sentence


# Beside a posting


def test_what_is_shown_named_and_missing() -> None:
    workspace = Workspace.memory()
    posting = workspace.skills.postings.add("SQL, Python, Kafka and Docker")
    found = compare(RESUME, workspace.skills.postings.asked(posting), workspace.skills.terms.recogniser())
    assert {match.name: match.how for match in found.matches} == {
        "SQL": SHOWN,
        "Python": LISTED,
        "Kafka": MISSING,
        "Docker": LISTED,
    }
    assert found.with_how(SHOWN)[0].line == "Built reports in SQL for 40 shops, which saved two days a month."


def test_lines_that_could_say_more() -> None:
    hints = compare(RESUME, (), Workspace.memory().skills.terms.recogniser()).hints
    assert [(hint.line.split()[0], hint.number, hint.verb) for hint in hints] == [
        ("Responsible", True, True),
        ("Taught", True, False),
        ("2019", True, True),
    ]


def test_a_line_left_out_of_a_posting_does_not_count_as_missing() -> None:
    workspace = Workspace.memory()
    posting = workspace.skills.postings.add("SQL and Kafka")
    workspace.skills.postings.reject(workspace.skills.postings.asked(posting)[1].id)
    found = compare(RESUME, workspace.skills.postings.asked(posting), workspace.skills.terms.recogniser())
    assert [match.name for match in found.matches] == ["SQL"]
