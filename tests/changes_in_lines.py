"""Every verb that changes something: the line, how it is read back, and what that says then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Row = dict[str, Any]
Says = Callable[[Any], bool]


def named(name: str, **wanted: Any) -> Says:
    """The one thing whose name, title or text begins so has these values."""

    def says(document: Any) -> bool:
        labels = ("name", "title", "text", "achievement", "question", "words", "company", "body", "kind", "item")
        for row in document:
            if any(str(row.get(label, "")).casefold().startswith(name.casefold()) for label in labels):
                return all(row[key] == value for key, value in wanted.items())
        return False

    return says


def has(**wanted: Any) -> Says:
    """One thing, which has these values."""
    return lambda document: all(document[key] == value for key, value in wanted.items())


def gone(name: str) -> Says:
    """Nothing of that name is left."""
    return lambda document: not named(name)(document)


# The line, how it is read back (a line that prints JSON), and what that says then.
CHANGES: list[tuple[str, str, Says]] = [
    ("routine add Stretch --family body --light", "routine", named("Stretch", light=True, family="body")),
    ("routine take eat a proper meal", "routine", named("Eat a proper meal", family="body")),
    ("routine change harbour --name Shore --not-light", "routine", named("Shore", light=False, family="body")),
    ("routine change letters --target 0", "routine", named("Write letters", target=None, kind="count")),
    (
        "routine move harbour --up 9",
        "routine",
        lambda all: next(r["name"] for r in all if r["family"] == "body")[:4] == "Walk",
    ),
    ("routine pause harbour", "routine --all", named("Walk around", state="paused")),
    ("routine resume newsletter", "routine --all", named("Write the newsletter", state="active")),
    ("routine retire harbour", "routine --all", named("Walk around", state="retired")),
    ("routine skip harbour --word rain", "routine", named("Walk around", skipped=True, word="rain")),
    ("tick harbour", "routine", named("Walk around", done=True)),
    ("routine clear letters", "routine", named("Write letters", amount=0)),
    ("steps add Call Kim --day friday", "steps", named("Call Kim", day="2026-11-27", state="open")),
    ("steps change Kim --text 'Write to Ada' --day tomorrow", "steps", named("Write to Ada", day="2026-11-23")),
    ("steps done Kim", "steps --all", named("Write to Kim", state="done")),
    ("steps drop Kim", "steps --all", named("Write to Kim", state="let go")),
    ("steps resume Thank Yusuf", "steps", named("Thank Yusuf", state="open")),
    ("evening close --win Slept --date yesterday", "evening --date yesterday", has(win="Slept")),
    ("evening close --thanks Tea --thanks Rain", "evening", has(gratitudes=["Tea", "Rain"], mood="tired")),
    ("efforts add insider 7", "efforts --weeks 1", lambda all: all[0]["amounts"]["insider"] >= 7),
    ("light", "today", lambda day: day["light"]["mode"] == "light"),
    ("rest friday", "today", lambda day: day["light"]["until"] == "2026-11-27"),
    ("window tomorrow 20:00", "today", lambda day: day["light"]["window_ends"].startswith("2026-11-23T20:00")),
    ("later harbour", "today", lambda day: not any("harbour" in item["text"] for item in day["items"])),
    (
        "applications change acme --role Lead --notes -",
        "applications show acme",
        has(role="Lead", notes="From the pipe"),
    ),
    ("applications move acme interview", "applications show acme", has(stage="interview", moved="2026-11-22")),
    ("applications close acme withdrew", "applications show acme", has(outcome="withdrew", ended="2026-11-22")),
    ("applications reopen hollin", "applications show hollin", has(outcome="", ended=None)),
    ("applications forget talking", "applications views", lambda all: all == []),
    ("applications --quiet --keep-as silent", "applications views", named("silent")),
    ("rounds add acme --kind call --day yesterday", "rounds acme", named("call", day="2026-11-21")),
    ("rounds change last --doubt Pace --day +3d", "rounds show last", has(doubt="Pace", day="2026-11-25")),
    ("rounds remove last", "rounds", lambda all: not any("Saltmarsh" in r["about"] for r in all)),
    ("materials note acme letter --tailored First", "materials acme", named("letter", tailored="First")),
    (
        "materials check acme results",
        "materials checks acme",
        lambda all: [r["id"] for r in all if r["done"]] == ["results"],
    ),
    ("times add friday 14:00 15:30", "times", lambda t: {"friday", "monday"} == {one["day"] for one in t["times"]}),
    ("times remove monday", "times", has(times=[])),
    ("times weekly 4", "times", has(weekly=4)),
    ("times silence 30", "times", has(silence=30)),
    ("reject acme --how call", "ritual list", named("Acme", kind="call")),
    (
        "ritual window tomorrow 20:00",
        "ritual show",
        lambda path: path["window_ends"].startswith("2026-11-23T20:00") and path["window_open"],
    ),
    ("me --name Ines --evening 9pm --day-ends 3", "me", has(name="Ines", evening="21:00", day_ends="03:00")),
    ("applications remove acme", "applications --all", gone("Acme")),
    ("ritual remove hollin", "ritual list", lambda all: not any("Hollin" in one["company"] for one in all)),
    ("ritual done writing", "ritual show", lambda path: step(path, "writing")["state"] == "done"),
    ("ritual skip writing", "ritual show", lambda path: step(path, "writing")["state"] == "skipped"),
    ("ritual repeat naming", "ritual show", lambda path: step(path, "naming")["turn"] == 2),
    ("ritual resume naming", "ritual show", lambda path: step(path, "naming")["state"] == "open"),
    (
        "ritual answer learning confident Calm",
        "ritual show",
        lambda path: step(path, "learning")["pieces"]["confident"] == "Calm",
    ),
    (
        "ritual feel stubborn --strength 3",
        "ritual show",
        lambda path: {"word": "stubborn", "family": "", "intensity": 3} in step(path, "naming")["felt"],
    ),
    (
        "ritual feel discouraged --strength 2 --now",
        "ritual show",
        lambda path: step(path, "reframing")["felt"][0]["intensity"] == 2,
    ),
    ("ritual write -", "journal show last", has(body="From the pipe")),
    (
        "ritual reason budget --hands theirs",
        "ritual show",
        lambda path: {"reason": "budget", "control": "theirs"} in path["reasons"],
    ),
    ("ritual close candle --reflection Enough", "ritual show hollin", has(closed="2026-11-22")),
    ("ritual next Call Nadia --day tomorrow", "steps", named("Call Nadia", day="2026-11-23")),
    ("ritual before Walk first", "ritual before", has(text="Walk first", day="2026-11-22")),
    ("ritual before --clear", "ritual before", has(text=None)),
    ("feedback draft --text Hello", "feedback show", has(body="Hello", state="draft")),
    ("feedback silence", "feedback show", has(state="no answer")),
    ("feedback drop", "feedback show", has(state="let go")),
    ("feedback sent --date yesterday", "feedback show", has(state="sent", sent="2026-11-21")),
    ("feedback answered - ", "feedback show", has(state="answered", answer="From the pipe")),
    ("feedback undecode numbers", "feedback show", has(decoded=[])),
    ("doors keep 'Read their report' --day 'in 2 weeks'", "doors", named("Read their report", day="2026-12-06")),
    ("doors change reapply --notes 'Six months, they say'", "doors show reapply", has(notes="Six months, they say")),
    ("doors move reapply in 3 months", "doors show reapply", has(day="2027-02-22")),
    ("doors done reapply", "doors --all", named("reapply", state="done")),
    ("doors drop reapply", "doors --all", named("reapply", state="let go")),
    ("hold change last --text Calmer --to Berg", "hold", named("Calmer", recipient="Berg")),
    ("hold done last", "hold --all", named("I would like", state="settled")),
    ("park done field 'Stay a year'", "park --all", named("Leave the field", decided="Stay a year", state="settled")),
    ("skills add indexing", "skills", lambda d: named("indexing", group="open")(d["skills"])),
    ("skills rate editing 5", "skills show editing", has(level=5)),
    ("skills rate editing open", "skills show editing", has(level=None)),
    ("skills mark editing", "skills show editing", has(chosen=True)),
    ("skills aside editing", "skills show editing", has(state="aside")),
    ("skills note editing -", "skills show editing", has(note="From the pipe")),
    ("skills prove editing Manual --kind project", "skills show editing", lambda s: len(s["proofs"]) == 2),
    ("skills unprove editing third", "skills show editing", has(proofs=[])),
    ("postings skill last sql --off", "postings show last", lambda p: state(p, "SQL") == "rejected"),
    (
        "postings name last 'Desktop publishing' --skill layout",
        "postings show last",
        lambda p: state(p, "layout") == "asked",
    ),
    ("postings count last --off", "postings", lambda all: all[0]["target"] is False),
    ("postings remove last", "postings", gone("Knowledge base writer")),
    ("postings add --application acme", "postings", named("Analyst, Acme", target=True)),
    ("postings add - --title Editor", "postings", named("Editor")),
    ("plan add Rust A small tool --last +10d", "plan", named("A small tool", last="2026-12-02", skill_name="Rust")),
    ("plan change evening --why Curious --hours 12", "plan show evening", has(why="Curious", minutes=720)),
    ("plan move evening in 2 weeks", "plan show evening", has(last="2026-12-06")),
    ("plan done evening --result Passed", "plan --all", named("Evening course", state="done", result="Passed")),
    ("plan drop evening", "plan --all", named("Evening course", state="let go")),
    ("plan unlog evening last", "plan show evening", has(sittings=[], spent=0)),
    ("learn evening --minutes 30", "plan show evening", has(spent=75)),
    (
        "team change nadia --name 'Nadia Q.' --cadence 0 --seat believer",
        "team show nadia",
        has(name="Nadia Q.", cadence=None, seats=["believer"]),
    ),
    ("team change nadia --no-seat", "team show nadia", has(seats=[], cadence=14)),
    ("team next nadia +5d", "team show nadia", has(next="2026-11-27")),
    ("team next nadia", "team show nadia", has(next=None)),
    (
        "team keep nadia 'Breathe.'",
        "team show nadia",
        lambda p: p["sentences"][0]["text"] == "Breathe.",
    ),
    ("team unkeep bo last", "team show bo", has(sentences=[])),
    ("team drop kim", "team away", named("Kim Berg")),
    ("team resume ada", "team show ada", has(state="with you")),
    ("team pick contacts.vcf 'Ada Lund'", "team show ada", has(reach="555-0100")),
    ("checkin kim --said Hello", "team show kim", lambda p: p["talks"][0]["said"] == "Hello"),
    ("promises add kim Read it --theirs", "promises", named("Read it", side="theirs")),
    ("promises done sketch", "promises --all", named("Send the sketch", state="kept")),
    ("promises drop ladder", "promises --all", named("Bring the ladder", state="let go")),
    ("write Today", "journal", named("Today", day="2026-11-22")),
    ("journal edit last -", "journal show last", has(body="From the pipe")),
    ("journal tag last Rain '#Tea'", "journal show last", has(tags=["rain", "tea"])),
    ("journal feel last hopeful --strength 4", "journal show last", lambda e: e["feelings"][0]["intensity"] == 4),
    ("journal move last 2026-11-20", "journal --to 2026-11-20", named("The second", day="2026-11-20")),
    ("journal remove last", "journal", gone("The second conversation")),
    ("journal answer 'What now?' Tea", "journal show last", has(prompt="What now?", body="Tea")),
    ("win Rain stopped --kind callback", "wins show last", has(text="Rain stopped", kind="callback")),
    (
        "wins change 'second round' --text Third --treat Cake --told Kim",
        "wins show third",
        has(reward="Cake", told="Kim"),
    ),
    ("wins share 'second round' Nadia", "wins show 'second round'", has(told="Nadia")),
    ("wins remove 'second round'", "wins", gone("Second round")),
    ("praise change last --text Clear --from Ada", "praise show clear", has(words="Clear", giver="Ada")),
    ("praise remove 'clear at last'", "praise", lambda all: len([p for p in all if p["giver"] == "Bo"]) == 0),
    (
        "anchors change archive --recall 'Before Saltmarsh'",
        "anchors show archive",
        has(recall="Before Saltmarsh", evidence="Two weeks early"),
    ),
    ("anchors remove archive", "anchors", gone("Led the move")),
    (
        "stories change archive --opening Briefly --question conflict",
        "stories show archive",
        has(opening="Briefly", questions=["conflict"], skills=["research"]),
    ),
    (
        "stories told archive Acme --note Well",
        "stories show archive",
        lambda s: {t["place"] for t in s["tellings"]} == {"Acme", "Saltmarsh"},
    ),
    (
        "stories asked archive 'And then?'",
        "stories show archive",
        has(follow_ups=[{"question": "And then?", "times": 1}]),
    ),
    ("stories remove archive", "stories", gone("The lost archive")),
    ("questions answer leave -", "questions show leave", has(answer="From the pipe")),
    ("questions remove 'why did you leave'", "questions", gone("Why did you leave")),
    ("practice add 'Tell me' --partner Kim --minutes 2", "practice", named("Tell me", partner="Kim", seconds=120)),
    ("practice remove last", "practice", lambda all: len(all) == 0 or not all[0]["question"].startswith("Why did")),
    ("checks done keywords Three", "checks", lambda all: item(all, "keywords")["note"] == "Three"),
    ("checks undone results", "checks", lambda all: item(all, "results")["last"] is None),
    ("why write The sea", "why", named("The sea", day="2026-11-22")),
    (
        "values write friendship people-close --text -",
        "journal show last",
        lambda e: e["body"].endswith("From the pipe"),
    ),
    ("warmup keep --response 'I ask'", "warmup", has(obstacle="My mind goes blank", response="I ask")),
    ("warmup done", "warmup", has(day="2026-11-22")),
    ("applications add Birch", "applications birch", named("Birch", stage="applied")),
    ("promises done sketch ; promises add kim Sing ; promises resume sketch", "promises", named("Sing")),
    ("hold done last ; hold change last --text Calm ; hold resume last", "hold", named("Calm", state="waiting")),
    ("plan drop evening ; plan change evening --why Fun ; plan resume evening", "plan", named("Evening", why="Fun")),
    ("park add Move ; park done move ; park resume move", "park", named("Move", state="waiting")),
    ("safety --own Lois", "safety", has(own="Lois")),
]


def step(path: Row, name: str) -> Row:
    return next(one for one in path["steps"] if one["step"] == name)


def state(posting: Row, name: str) -> str:
    return next((str(one["state"]) for one in posting["asked"] if one["name"] == name), "")


def item(checks: list[Row], name: str) -> Row:
    return next(one for one in checks if one["item"] == name)
