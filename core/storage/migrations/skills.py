"""Skills and what postings ask of them, the plan that grows from the gap, and the people who carry it.

A skill has a name-based id, so that two machines that meet the same word mean the same skill. Hours and talks are
rows of their own, never a number that is counted up.
"""

SQL = """
CREATE TABLE skills (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, name_key TEXT NOT NULL, level INTEGER,
  chosen INTEGER NOT NULL, state TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX skills_by_key ON skills (name_key);
CREATE TABLE postings (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, body TEXT NOT NULL,
  application TEXT REFERENCES applications (id) DEFERRABLE INITIALLY DEFERRED,
  target INTEGER NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX postings_by_day ON postings (day, at);
CREATE INDEX postings_by_application ON postings (application);
CREATE TABLE asked (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, posting TEXT NOT NULL
    REFERENCES postings (id) DEFERRABLE INITIALLY DEFERRED,
  skill TEXT NOT NULL REFERENCES skills (id) DEFERRABLE INITIALLY DEFERRED,
  phrase TEXT NOT NULL, start INTEGER NOT NULL, need TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX asked_by_posting ON asked (posting);
CREATE INDEX asked_by_skill ON asked (skill);
CREATE TABLE phrases (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, phrase TEXT NOT NULL,
  skill TEXT REFERENCES skills (id) DEFERRABLE INITIALLY DEFERRED, at TEXT NOT NULL);
CREATE TABLE proofs (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, skill TEXT NOT NULL
    REFERENCES skills (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL, text TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX proofs_by_skill ON proofs (skill);

CREATE TABLE plans (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, skill TEXT NOT NULL
    REFERENCES skills (id) DEFERRABLE INITIALLY DEFERRED,
  title TEXT NOT NULL, means TEXT NOT NULL, why TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,
  minutes INTEGER NOT NULL, weekly INTEGER NOT NULL, notes TEXT NOT NULL, result TEXT NOT NULL,
  state TEXT NOT NULL, ended TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX plans_by_last ON plans (state, last);
CREATE INDEX plans_by_skill ON plans (skill);
CREATE TABLE sittings (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, plan TEXT NOT NULL
    REFERENCES plans (id) DEFERRABLE INITIALLY DEFERRED,
  day TEXT NOT NULL, minutes INTEGER NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX sittings_by_plan ON sittings (plan, day);

CREATE TABLE people (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, kind TEXT NOT NULL, reach TEXT NOT NULL,
  good_for TEXT NOT NULL, notes TEXT NOT NULL, cadence INTEGER, next TEXT NOT NULL, state TEXT NOT NULL,
  at TEXT NOT NULL);
CREATE INDEX people_by_next ON people (state, next);
CREATE TABLE seats (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL
    REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED,
  seat TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX seats_by_person ON seats (person);
CREATE INDEX seats_by_seat ON seats (seat);
CREATE TABLE talks (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL
    REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED,
  day TEXT NOT NULL, said TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX talks_by_person ON talks (person, day);
CREATE TABLE promises (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL
    REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED,
  side TEXT NOT NULL, text TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX promises_by_person ON promises (person, state);
CREATE TABLE sentences (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, person TEXT NOT NULL
    REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED,
  text TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX sentences_by_person ON sentences (person, day);

CREATE TABLE terms (name TEXT PRIMARY KEY, aliases TEXT NOT NULL, source TEXT NOT NULL) WITHOUT ROWID;
"""
