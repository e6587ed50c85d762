"""What one machine knows of the files in the store, and what all of them have given up waiting for.

`objects` is this machine's own: what each file turned out to be, since when. `given_up` is domain data and travels:
its ids are the hashes of bundles that nobody has any more, so that every machine takes what followed them.
"""

SQL = """
DROP TABLE objects;
CREATE TABLE objects (
  name TEXT PRIMARY KEY, state TEXT NOT NULL, hash TEXT NOT NULL, device TEXT NOT NULL, n INTEGER NOT NULL,
  prev TEXT NOT NULL, since TEXT NOT NULL, about TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX objects_by_state ON objects (state, hash);
CREATE INDEX bundles_by_prev ON bundles (prev);
CREATE TABLE given_up (pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL);
ALTER TABLE machines ADD COLUMN dropped TEXT NOT NULL DEFAULT '';
"""
