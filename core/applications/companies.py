"""Company and role names: one spelling to compare by, and the names that are close to what is being typed.

“The Müller GmbH & Co. KG” and “Muller” are one company; the person's own spelling is what is kept and shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import combining, normalize

# Legal forms as they end a name, in the spelling that folding leaves (lower case, no dots, no accents).
_FORMS = (
    " ab ag aps as asa bv bvba co corp corporation company cv doo eg ek ev eurl gbr gmbh ggmbh hf inc incorporated "
    "jsc kft kg kgaa kk lda limited llc llp lp ltd ltda mbh nv ohg oo ou oy oyj plc pllc pte pty pvt rl sa sab sarl "
    "sas sasu sca scop se sl slu snc sp spa spj spk srl sro uab ug z zoo zrt and und et "
)
_SPELT = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "&": " "})
_JOINS, _PARTS = re.compile(r"[.'’`]"), re.compile(r"[^\w+#]+")
CLOSE = 0.84  # difflib's ratio from which two folded names are offered as perhaps the same
LONGEST_NAME = 200  # characters


def fold(name: str) -> str:
    """A role or any name to compare by: lower case, without accents, punctuation and double spaces."""
    plain = name.casefold().translate(_SPELT)
    if not plain.isascii():
        plain = "".join(letter for letter in normalize("NFKD", plain) if not combining(letter))
    # Dots and apostrophes join (“e.V.”, “L'Oréal”), the + and # of C++ and C# stay, everything else parts words.
    return " ".join(_PARTS.sub(" ", _JOINS.sub("", plain)).split())


def fold_company(name: str) -> str:
    """A company to compare by: folded, without a leading article and without its legal forms.

    A name that is nothing but a legal form stays what it is.
    """
    words = re.sub(r"\ba/s\b", "as", name.casefold())
    kept = fold(words).split()
    while len(kept) > 1 and f" {kept[-1]} " in _FORMS:
        kept.pop()
    if len(kept) > 1 and kept[0] in ("the", "die", "der", "das"):
        del kept[0]
    return " ".join(kept)


def close(typed: str, keys: Iterable[str], limit: int = 5) -> list[str]:
    """The folded names that a folded name may mean: itself, those it begins, those close in spelling."""
    if not typed:
        return []
    known = list(keys)
    same = [key for key in known if key == typed]
    begun = [key for key in known if len(typed) > 1 and key != typed and key.startswith(typed)]
    # A name twice as long cannot reach the ratio, and most names share neither first nor last letter with a typo.
    near = [
        key for key in known if abs(len(key) - len(typed)) <= 3 and (key[:1] == typed[:1] or key[-1:] == typed[-1:])
    ]
    alike = []
    if len(typed) > 3:
        from difflib import get_close_matches

        alike = get_close_matches(typed, near, n=limit, cutoff=CLOSE)
    return list(dict.fromkeys([*same, *begun[:limit], *alike]))[:limit]
