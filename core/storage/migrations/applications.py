"""Applications, and what follows a no: rejections, the steps of the ritual, and the doors that stay open.

What happens once per rejection has a name-based id (`core.storage.ids.same_id`), so two machines that do
it apart have done it once. What a person ticks or logs is a row of its own, never a number.
"""

SQL = """
CREATE TABLE applications (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  company TEXT NOT NULL, company_key TEXT NOT NULL, role TEXT NOT NULL, role_key TEXT NOT NULL,
  channel TEXT NOT NULL, industry TEXT NOT NULL, size TEXT NOT NULL, mode TEXT NOT NULL, place TEXT NOT NULL,
  link TEXT NOT NULL, posting TEXT NOT NULL, contacts TEXT NOT NULL, files TEXT NOT NULL, notes TEXT NOT NULL,
  stage TEXT NOT NULL, outcome TEXT NOT NULL,
  added TEXT NOT NULL, applied TEXT NOT NULL, moved TEXT NOT NULL, ended TEXT NOT NULL);
CREATE INDEX applications_in_order ON applications (outcome <> '', moved DESC, id);
CREATE INDEX applications_by_company ON applications (company_key, role_key);
CREATE INDEX applications_by_applied ON applications (applied);

CREATE TABLE stages (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, application TEXT NOT NULL
    REFERENCES applications (id) DEFERRABLE INITIALLY DEFERRED,
  stage TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX stages_by_application ON stages (application, day);
CREATE TABLE rounds (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, application TEXT NOT NULL
    REFERENCES applications (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL, day TEXT NOT NULL, interviewers TEXT NOT NULL, questions TEXT NOT NULL,
  resonated TEXT NOT NULL, doubt TEXT NOT NULL, notes TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX rounds_by_application ON rounds (application, day);
CREATE INDEX rounds_by_day ON rounds (day);
CREATE TABLE materials (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, application TEXT NOT NULL
    REFERENCES applications (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL, file TEXT NOT NULL, tailored TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX materials_by_application ON materials (application);
CREATE TABLE material_checks (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, application TEXT NOT NULL
    REFERENCES applications (id) DEFERRABLE INITIALLY DEFERRED,
  item TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX material_checks_by_application ON material_checks (application);

CREATE TABLE saved_views (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, filters TEXT NOT NULL, place REAL NOT NULL);
CREATE TABLE slots (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, weekday INTEGER NOT NULL, start TEXT NOT NULL,
  minutes INTEGER NOT NULL);

CREATE TABLE rejections (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, application TEXT NOT NULL
    REFERENCES applications (id) DEFERRABLE INITIALLY DEFERRED,
  day TEXT NOT NULL, stage TEXT NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL, closed TEXT NOT NULL,
  at TEXT NOT NULL);
CREATE INDEX rejections_by_application ON rejections (application);
CREATE INDEX rejections_by_closed ON rejections (closed, day);
CREATE INDEX rejections_by_day ON rejections (day);
CREATE TABLE reasons (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rejection TEXT NOT NULL
    REFERENCES rejections (id) DEFERRABLE INITIALLY DEFERRED,
  reason TEXT NOT NULL, control TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX reasons_by_rejection ON reasons (rejection);

CREATE TABLE ritual_steps (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rejection TEXT NOT NULL
    REFERENCES rejections (id) DEFERRABLE INITIALLY DEFERRED,
  step TEXT NOT NULL, turn INTEGER NOT NULL, state TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX ritual_steps_by_rejection ON ritual_steps (rejection);
CREATE TABLE pieces (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, step TEXT NOT NULL
    REFERENCES ritual_steps (id) DEFERRABLE INITIALLY DEFERRED,
  item TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX pieces_by_step ON pieces (step);
CREATE INDEX pieces_by_item ON pieces (item);
CREATE TABLE felt (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, step TEXT NOT NULL
    REFERENCES ritual_steps (id) DEFERRABLE INITIALLY DEFERRED,
  word TEXT NOT NULL, family TEXT NOT NULL, intensity INTEGER, at TEXT NOT NULL);
CREATE INDEX felt_by_step ON felt (step);

CREATE TABLE parked (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rejection TEXT REFERENCES rejections (id)
    DEFERRABLE INITIALLY DEFERRED,
  text TEXT NOT NULL, decided TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX parked_by_state ON parked (state);
CREATE TABLE held (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rejection TEXT REFERENCES rejections (id)
    DEFERRABLE INITIALLY DEFERRED,
  recipient TEXT NOT NULL, body TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX held_by_state ON held (state);

CREATE TABLE feedback (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rejection TEXT NOT NULL
    REFERENCES rejections (id) DEFERRABLE INITIALLY DEFERRED,
  recipient TEXT NOT NULL, template TEXT NOT NULL, questions TEXT NOT NULL, body TEXT NOT NULL,
  day TEXT NOT NULL, state TEXT NOT NULL, sent TEXT NOT NULL, answered TEXT NOT NULL, answer TEXT NOT NULL,
  at TEXT NOT NULL);
CREATE INDEX feedback_by_rejection ON feedback (rejection);
CREATE INDEX feedback_by_day ON feedback (state, day);
CREATE TABLE decoded (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, feedback TEXT NOT NULL
    REFERENCES feedback (id) DEFERRABLE INITIALLY DEFERRED,
  said TEXT NOT NULL, meaning TEXT NOT NULL, move TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX decoded_by_feedback ON decoded (feedback);

CREATE TABLE doors (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rejection TEXT NOT NULL
    REFERENCES rejections (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL, day TEXT NOT NULL, recipient TEXT NOT NULL, body TEXT NOT NULL, notes TEXT NOT NULL,
  state TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX doors_by_rejection ON doors (rejection);
CREATE INDEX doors_by_day ON doors (state, day);

CREATE TABLE said (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, what TEXT NOT NULL, day TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX said_by_what ON said (what, day);
"""
