"""What one workspace on several machines needs beyond the change log itself.

`machines` is domain data: the names travel. Everything else is this machine's own book-keeping
about streams (a device's run of changes, or one of two where a copied home made a device write
twice), about bundles (pieces of a stream as they are carried), and about what the fold of a row
could not show yet.
"""

SQL = """
CREATE TABLE machines (pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, at TEXT NOT NULL);

CREATE TABLE streams (
  dev INTEGER PRIMARY KEY, device TEXT NOT NULL, of INTEGER, upto INTEGER);
CREATE TABLE bundles (
  seq INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, dev INTEGER NOT NULL, device TEXT NOT NULL,
  n INTEGER NOT NULL, prev TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, app TEXT NOT NULL);
CREATE INDEX bundles_of_stream ON bundles (dev, last);
CREATE INDEX bundles_of_device ON bundles (device, n);
CREATE TABLE seen (
  dev INTEGER NOT NULL, at INTEGER NOT NULL, hash TEXT NOT NULL, upto INTEGER NOT NULL,
  PRIMARY KEY (dev, at, hash)) WITHOUT ROWID;
CREATE INDEX seen_hashes ON seen (hash);
CREATE TABLE outbox (hash TEXT PRIMARY KEY, device TEXT NOT NULL, n INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE objects (name TEXT PRIMARY KEY, hash TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE alarms (
  kind TEXT NOT NULL, device TEXT NOT NULL, n INTEGER NOT NULL, at TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, device, n)) WITHOUT ROWID;

CREATE TABLE apart (of TEXT NOT NULL, tbl TEXT NOT NULL, row TEXT NOT NULL, PRIMARY KEY (of, tbl, row)) WITHOUT ROWID;
CREATE INDEX apart_by_row ON apart (tbl, row);
CREATE TABLE conflicts (tbl TEXT NOT NULL, row TEXT NOT NULL, col TEXT NOT NULL, PRIMARY KEY (tbl, row, col))
  WITHOUT ROWID;
"""
