"""What a person can do and has done: wins, kind words, anchors, stories, questions with answers, practice, the why.

Whatever is noted is a row of its own with its day, never a number that is counted up. What two machines would do as one
thing (the answer to a known question, the warm-up before a conversation, a check on a day) has a name-based id.
"""

SQL = """
CREATE TABLE wins (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, text TEXT NOT NULL, reward TEXT NOT NULL,
  told TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX wins_by_day ON wins (day, at);
CREATE TABLE praise (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, words TEXT NOT NULL, giver TEXT NOT NULL, day TEXT NOT NULL,
  at TEXT NOT NULL);
CREATE INDEX praise_by_day ON praise (day, at);
CREATE TABLE anchors (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, achievement TEXT NOT NULL, evidence TEXT NOT NULL,
  recall TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE whys (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL);

CREATE TABLE stories (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, situation TEXT NOT NULL, task TEXT NOT NULL,
  action TEXT NOT NULL, result TEXT NOT NULL, opening TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE story_tags (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, story TEXT NOT NULL
    REFERENCES stories (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL, name TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX story_tags_by_story ON story_tags (story);
CREATE TABLE tellings (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, story TEXT NOT NULL
    REFERENCES stories (id) DEFERRABLE INITIALLY DEFERRED,
  place TEXT NOT NULL, note TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX tellings_by_story ON tellings (story, day);
CREATE TABLE follow_ups (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, story TEXT NOT NULL
    REFERENCES stories (id) DEFERRABLE INITIALLY DEFERRED,
  question TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX follow_ups_by_story ON follow_ups (story, day);

CREATE TABLE questions (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, origin TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
  at TEXT NOT NULL);
CREATE TABLE tries (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, question TEXT NOT NULL, partner TEXT NOT NULL,
  seconds INTEGER NOT NULL, content INTEGER, evidence INTEGER, calm INTEGER, note TEXT NOT NULL, day TEXT NOT NULL,
  at TEXT NOT NULL);
CREATE INDEX tries_by_day ON tries (day);
CREATE TABLE warm_ups (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, round TEXT NOT NULL, obstacle TEXT NOT NULL, response TEXT NOT NULL,
  day TEXT NOT NULL, at TEXT NOT NULL);
CREATE TABLE checks (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, item TEXT NOT NULL, note TEXT NOT NULL, day TEXT NOT NULL,
  at TEXT NOT NULL);
CREATE INDEX checks_by_item ON checks (item, day);
"""
