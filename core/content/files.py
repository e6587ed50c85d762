"""Reading content files: the ones that ship, and the person's own on top of them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator

from core.content.rows import OWN, Choice, Contact, Evidence, Practice, Row, Step, Template, build, own_row
from core.errors import Refused
from core.record import record
from core.text import clean, first_line, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Every file, with the shape of its rows; None where a file holds sentences only.
FILES: dict[str, type[Row] | None] = {
    "practices": Practice,
    "feelings": Choice,
    "prompts": Choice,
    "safety": Contact,
    "evidence": Evidence,
    "today": None,
    "journal": None,
    "evening": None,
    "welcome": None,
    "shell": None,
    "rituals": Step,
    "reasons": Choice,
    "hurts": Choice,
    "steadying": Choice,
    "helps": Choice,
    "guards": Choice,
    "traps": Choice,
    "shifts": Choice,
    "learning": Choice,
    "feedback": Choice,
    "templates": Template,
    "decode": Choice,
    "closing": Choice,
    "actions": Choice,
    "doors": Choice,
    "fatigue": Choice,
    "seats": Choice,
    "team": None,
    "skills": None,
    "wins": Choice,
    "whys": Choice,
    "applications": None,
    "materials": Choice,
    "interviews": Choice,
    "means": Choice,
    "strategy": Choice,
    "patterns": Choice,
    "review": Choice,
    "strengths": None,
    "insights": None,
    "values": Choice,
    "vault": None,
    "importing": None,
    "exchange": None,
    "machines": None,
    "calendar": None,
}

LARGEST = 1_000_000  # bytes of a person's file; all that ships is a quarter of that

_HERE = os.path.dirname(__file__)
_ROW = re.compile(r"\s*\[\[\s*rows\s*\]\]")


@record
class ContentFile:
    """One file, read: rows and sentences as they are shown, and the built-in rows as they ship."""

    rows: tuple[Row, ...]
    built_in: dict[str, Row]
    words: dict[str, tuple[str, ...]]
    problems: tuple[str, ...] = ()


def load(name: str, language: str) -> dict[str, Any]:
    """A shipped file as it stands; English where the language has none, because a translation may be partial."""
    path = os.path.join(_HERE, language, name + ".toml")
    with open(path if os.path.exists(path) else os.path.join(_HERE, "en", name + ".toml"), encoding="utf-8") as file:
        source = file.read()
    try:
        return plain(source)
    except ValueError:
        import tomllib

        return tomllib.loads(source)


def plain(source: str) -> dict[str, Any]:
    """TOML as most shipped files are written: tables, rows, and on each line a key whose value is JSON as well.

    A fifth of `onward today` was the import of `tomllib` and its reading of every letter. Raises `ValueError` for
    anything else, which is left to it.
    """
    data: dict[str, Any] = {}
    table, lines = data, iter(source.split("\n"))
    for line in lines:
        if line.startswith("["):
            name = line.strip("[]")
            table = {}
            if line == f"[[{name}]]":
                data.setdefault(name, []).append(table)
            elif line == f"[{name}]" and name.isidentifier() and name not in data:
                data[name] = table
            else:
                raise ValueError(line)
        elif line and not line.startswith("#"):
            key, _, value = line.partition(" = ")
            if value == "[":
                items = "".join(iter(lines.__next__, "]")).rstrip(", ")
                value = f"[{items}]"
            table[key] = json.loads(value)
    return data


def shipped(name: str, language: str) -> ContentFile:
    """A shipped file. Raises `KeyError` for a name that is not in `FILES`."""
    shape = FILES[name]
    data = load(name, language)
    rows = tuple(build(shape, table) for table in data.pop("rows", ())) if shape else ()
    words = {f"{table}.{key}": tuple(_texts(text)) for table, texts in data.items() for key, text in texts.items()}
    return ContentFile(rows=rows, built_in={row.id: row for row in rows}, words=words)


def extended(file: ContentFile, name: str, folder: str | os.PathLike[str]) -> ContentFile:
    """The file with the person's own rows and sentences; what cannot be used becomes a sentence in `problems`."""
    path = os.path.join(folder, name + ".toml")
    try:
        source, data = _read(path)
    except FileNotFoundError:
        return file
    except Refused as refused:
        return ContentFile(rows=file.rows, built_in=file.built_in, words=file.words, problems=(refused.sentence,))
    problems: list[str] = []
    tables = data.pop("rows", [])
    rows = {row.id: row for row in file.rows}
    for line, row in _rows(path, source, tables, FILES[name], file.built_in, problems):
        if row.origin == OWN and row.id in rows:
            problems.append(
                f'{_at(path, line)}: "{first_line(visible(row.id), 40)}" is there twice; the first was kept.'
            )
        else:
            rows[row.id] = row
    words = file.words | dict(_sentences(path, source, data, file.words, problems))
    return ContentFile(rows=tuple(rows.values()), built_in=file.built_in, words=words, problems=tuple(problems))


def named(folder: str | os.PathLike[str]) -> tuple[list[str], list[str]]:
    """The lists a person's folder has files for, and a sentence for each TOML file that is none of them."""
    try:
        names = sorted(name[:-5] for name in os.listdir(folder) if name.endswith(".toml"))
    except OSError:
        return [], []
    strangers = [
        f"{os.path.join(folder, visible(name))}.toml was not read: no list has that name. There are {', '.join(FILES)}."
        for name in names
        if name not in FILES
    ]
    return [name for name in names if name in FILES], strangers


def _read(path: str) -> tuple[str, dict[str, Any]]:
    import tomllib

    try:
        with open(path, "rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise Refused(f"{path} is larger than {LARGEST // 1000} kB. The built-in wording is used.")
        source = raw.decode()
        return source, tomllib.loads(source)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Refused(f"{path} cannot be read ({error.strerror}). The built-in wording is used.") from None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Refused(f"{_at(path, line)}: this is not UTF-8 text. The built-in wording is used.") from None
    except (ValueError, RecursionError) as error:
        # TOMLDecodeError is a ValueError, and ends with "(at line 3, column 7)".
        found = re.search(r"\(at line (\d+), column \d+\)$|\(at end of document\)$", str(error))
        line = int(found[1]) if found and found[1] else source.count("\n") + 1
        reason = str(error)[: found.start()].strip() if found else "this is nested too deeply or a number is too long"
        raise Refused(f"{_at(path, line)}: {visible(reason)}. The built-in wording is used.") from None


def _rows(
    path: str,
    source: str,
    tables: Any,
    shape: type[Row] | None,
    built_in: dict[str, Row],
    problems: list[str],
) -> Iterator[tuple[int, Row]]:
    """The rows that can be used, each with its line; the others leave a sentence."""
    if not isinstance(tables, list) or (tables and shape is None):
        problems.append(f"{_at(path, _line(source, 'rows'))}: there are no rows here to add to.")
        return
    headers = [number for number, text in enumerate(source.split("\n"), 1) if _ROW.match(text)]
    for index, table in enumerate(tables):
        line = headers[index] if index < len(headers) else 1
        try:
            if shape is None or not isinstance(table, dict):
                raise Refused("a row is a table with an id")
            yield line, own_row(shape, table, built_in)
        except Refused as refused:
            problems.append(f"{_at(path, line)}: {refused.sentence.rstrip('.')}. This row was left out.")


def _sentences(
    path: str, source: str, data: dict[str, Any], known: dict[str, tuple[str, ...]], problems: list[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for table, texts in data.items():
        for key, text in texts.items() if isinstance(texts, dict) else [("", texts)]:
            name = f"{table}.{key}" if key else table
            line = _line(source, re.escape(key or table) + r"[\"']?\s*=")
            try:
                if name not in known and table != "groups":
                    raise Refused(f'no sentence is called "{first_line(visible(name), 40)}"')
                lines = tuple(clean(item) for item in _texts(text))
                if not all(item.strip() for item in lines) or not lines:
                    raise Refused("a sentence has some words in it")
                yield name, lines
            except Refused as refused:
                problems.append(f"{_at(path, line)}: {refused.sentence.rstrip('.')}. The built-in sentence is used.")


def _texts(value: Any) -> list[str]:
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts):
        raise Refused("a sentence is text in quotes, or a list of such texts")
    return texts


def _line(source: str, pattern: str) -> int:
    found = re.search(r"^[ \t\"'\[]*" + f"(?:{pattern})", source, re.MULTILINE)
    return source.count("\n", 0, found.start()) + 1 if found else 1


def _at(path: str, line: int) -> str:
    return f"{path}, line {line}"
