"""Words that come back in what was said, in hard questions, and in what landed well.

A theme is counted once in each text, however often it stands there, and is shown in the spelling that was used most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from core.applications.companies import fold
from core.insights.share import Share
from core.record import record
from core.storage.store import Store

SAID, HARD, LANDED = "said", "hard", "landed"
SHOWN = 5
_SHORTEST = 4  # letters
_TWICE = 2

# Words that say nothing about what a text is about; folded.
_COMMON = """
about after again against almost along already also although always another anything around asked asks away
because been before began being both came cant come could couldnt didnt does doesnt doing done dont down each else
enough even ever every everything felt find first from gave getting give given goes going good have having hear
heard here hers herself himself however into itself just keep kept kind knew know known last later least less like
little long look looked made make making many maybe mean might mine more most much must myself near need never
next none nothing often once only other others over part perhaps quite rather really right said same says seem
seemed seen shall should since some something sometimes soon still such sure take taken talk talked tell than that
thats their them themselves then there these they thing things think this those though thought through time times
told took toward towards tried under until upon used very want wanted wants wasnt well went were what when where
whether which while whole whom whose will with within without wont word words work worked would wouldnt year years
your yours yourself question questions answer answers answered role interview interviews conversation
"""
_IGNORED = frozenset(_COMMON.split())


@record
class Theme:
    """A word, and the texts it stands in."""

    word: str
    share: Share


def documents(store: Store, kind: str) -> dict[str, str]:
    """The texts of a kind (`SAID`, `HARD`, `LANDED`), joined by what they belong to: key to text."""
    pieces = {SAID: ("feedback", "hesitated"), HARD: ("challenged",), LANDED: ("confident", "connection")}[kind]
    marks = ", ".join("?" * len(pieces))
    found: dict[str, list[str]] = defaultdict(list)
    for row in store.rows(
        "SELECT s.rejection, p.body FROM pieces p JOIN ritual_steps s ON s.id = p.step "
        f"WHERE p.item IN ({marks}) AND p.body <> '' ORDER BY p.id",
        *pieces,
    ):
        found[f"rejection:{row['rejection']}"].append(row["body"])
    if kind == SAID:
        sql = (
            "SELECT 'rejection:' || rejection AS key, answer AS body FROM feedback WHERE answer <> '' UNION ALL "
            "SELECT 'rejection:' || f.rejection, d.said FROM decoded d JOIN feedback f ON f.id = d.feedback "
            "WHERE d.said <> '' ORDER BY 1, 2"
        )
    else:
        column = "doubt" if kind == HARD else "resonated"
        sql = f"SELECT 'round:' || id AS key, {column} AS body FROM rounds WHERE {column} <> '' ORDER BY 1"
    for row in store.rows(sql):
        found[row["key"]].append(row["body"])
    return {key: "\n".join(found[key]) for key in sorted(found)}


def themes(texts: dict[str, str], shown: int = SHOWN) -> tuple[Theme, ...]:
    """The words that stand in at least two of the texts, the most common first."""
    where: dict[str, list[str]] = defaultdict(list)
    counts: Counter[str] = Counter()
    known: dict[str, str] = {}
    for key, body in texts.items():
        words = body.split()
        counts.update(words)
        for word in words:
            if word not in known:  # the same words come again and again, and folding one costs more than finding it
                known[word] = _theme(word)
        for folded in {known[word] for word in words}:
            where[folded].append(key)
    where.pop("", None)
    often = [(folded, keys) for folded, keys in where.items() if len(keys) >= _TWICE]
    often.sort(key=lambda found: (-len(found[1]), found[0]))
    spelt: dict[str, Counter[str]] = {folded: Counter() for folded, _ in often[:shown]}
    for word, folded in known.items():
        if folded in spelt:
            spelt[folded][word.strip(".,;:!?()\"'“”‘’").lower()] += counts[word]
    return tuple(Theme(word=_spelling(spelt[folded]), share=_share(keys, texts)) for folded, keys in often[:shown])


def _theme(word: str) -> str:
    """A word as it is counted; "" for one that says nothing."""
    folded = fold(word)
    return folded if len(folded) >= _SHORTEST and folded not in _IGNORED else ""


def meanings(store: Store) -> tuple[tuple[str, Share], ...]:
    """What the decoded answers meant, by the ids of the content file `decode`, of all that said anything."""
    rows = store.rows(
        "SELECT f.id, d.meaning FROM feedback f LEFT JOIN decoded d ON d.feedback = f.id "
        "WHERE f.answer <> '' OR d.id IS NOT NULL ORDER BY f.id"
    )
    everything = {f"feedback:{row['id']}": "" for row in rows}
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["meaning"]:
            found[row["meaning"]].add(f"feedback:{row['id']}")
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple((meaning, _share(keys, everything)) for meaning, keys in ordered)


def _share(keys: Iterable[str], everything: dict[str, str]) -> Share:
    inside = set(keys)
    return Share(rows=tuple(sorted(inside)), rest=tuple(key for key in sorted(everything) if key not in inside))


def _spelling(found: Counter[str]) -> str:
    return min(found, key=lambda word: (-found[word], word))
