"""Text that breaks programs: kept and shown, or refused with a sentence."""

KEPT = (
    "[/foo]",
    "[bold]not bold[/bold]",
    "[ ] todo [x] done [50%]",
    "\x1b[31mred\x1b[0m \x1b]8;;http://x\x07link",
    "\u202eright to left\u202c and \u2066isolated\u2069",
    "x" * 10_000,
    "a family 👩\u200d👩\u200d👧 and 🏳️\u200d🌈",
    "日本語の面接に行った",
    "c++ and C# and .NET and foo-bar and \" and ' and ; DROP TABLE entries; --",
    "\ufefftail\x7f\x85\u2028line",
    "e\u0301 and é, ﬁne, İstanbul, ß, ͏",
    "%s %(name)s {0} {name} $x `y`",
)
REFUSED = ("nul \x00 inside", "half \ud83d a pair", "\udc80")
