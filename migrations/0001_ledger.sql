-- Schema 1 of a ledger (账套). Words as in the design page §2 and §6.
-- Run by electron/ledger/migrate.ts in one immediate transaction, which also sets user_version.
-- Released migrations are never edited: hashes.json lists the SHA-256 of each.

PRAGMA application_id = 1247102291; -- 'JUES'

CREATE TABLE migration (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  time TEXT NOT NULL,
  program TEXT NOT NULL
) STRICT;

CREATE TABLE ledger (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL,
  created TEXT NOT NULL,
  program TEXT NOT NULL
) STRICT;

CREATE TABLE department (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

-- The catalogue a book was filled under, complete, so that the book opens the same in ten years.
CREATE TABLE edition (
  hash TEXT PRIMARY KEY CHECK (length(hash) = 64), -- SHA-256 of json as UTF-8
  name TEXT NOT NULL,
  revision INTEGER NOT NULL,
  json TEXT NOT NULL
) STRICT;

CREATE TABLE book (
  id INTEGER PRIMARY KEY,
  department INTEGER NOT NULL REFERENCES department (id),
  year INTEGER NOT NULL CHECK (year BETWEEN 1949 AND 9999),
  edition TEXT NOT NULL REFERENCES edition (hash),
  state TEXT NOT NULL CHECK (state IN ('open', 'sealed', 'moved')),
  revision INTEGER NOT NULL CHECK (revision >= 0), -- counts what changed the content; sealing does not
  seq INTEGER NOT NULL CHECK (seq >= 0),           -- last journal row
  hash TEXT NOT NULL CHECK (length(hash) = 64),    -- and its hash
  undo_top INTEGER,                                -- gesture that undo takes back next
  redo_top INTEGER,                                -- undo row that redo takes back next
  created TEXT NOT NULL,
  FOREIGN KEY (id, undo_top) REFERENCES journal (book, seq),
  FOREIGN KEY (id, redo_top) REFERENCES journal (book, seq)
) STRICT;
CREATE UNIQUE INDEX book_of_year ON book (department, year) WHERE state <> 'moved';

-- Exactly one of number (fen, count, hundredths) and text (JSON of a string or an object: "5" is not 5).
CREATE TABLE fact (
  book INTEGER NOT NULL REFERENCES book (id),
  kind TEXT NOT NULL CHECK (kind <> ''),
  key TEXT NOT NULL,
  number INTEGER CHECK (number BETWEEN -9007199254740991 AND 9007199254740991),
  text TEXT CHECK (json_valid(text) AND json_type(text) IN ('text', 'object')),
  PRIMARY KEY (book, kind, key),
  CHECK ((number IS NULL) <> (text IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
  book INTEGER NOT NULL REFERENCES book (id),
  seq INTEGER NOT NULL CHECK (seq >= 1),
  time TEXT NOT NULL CHECK (time GLOB '????-??-??T??:??:??.???Z'),
  kind TEXT NOT NULL
    CHECK (kind IN ('open', 'gesture', 'undo', 'redo', 'edition', 'seal', 'unseal', 'close', 'arrive')),
  who TEXT NOT NULL,
  origin TEXT NOT NULL,
  label TEXT NOT NULL,
  place TEXT CHECK (place IS NULL OR json_valid(place)),
  changed INTEGER NOT NULL CHECK (changed >= 0), -- number of facts in changes
  changes TEXT NOT NULL,                         -- [[kind, key, before, after], ...], null where there was or is none
  detail TEXT CHECK (detail IS NULL OR json_valid(detail)),
  revision INTEGER NOT NULL,                     -- of the book after this row
  target INTEGER,                                -- undo, redo: the gesture taken back or done again
  below INTEGER,                                 -- gesture: next below on the undo stack; undo: on the redo stack
  prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64),
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  PRIMARY KEY (book, seq),
  FOREIGN KEY (book, target) REFERENCES journal (book, seq),
  FOREIGN KEY (book, below) REFERENCES journal (book, seq)
) STRICT;

-- What was handed in: the exported files of one sealing, byte for byte.
CREATE TABLE sealed_file (
  book INTEGER NOT NULL,
  seal_seq INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  bytes BLOB NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  PRIMARY KEY (book, seal_seq, name),
  FOREIGN KEY (book, seal_seq) REFERENCES journal (book, seq)
) STRICT;

-- The journal only grows, one link after the other. The insert trigger also stops INSERT OR REPLACE of an old row.
CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
WHEN NOT EXISTS (SELECT 1 FROM book WHERE id = NEW.book AND seq = NEW.seq - 1 AND hash = NEW.prev_hash)
BEGIN SELECT RAISE(ABORT, 'journal row out of order'); END;
CREATE TRIGGER journal_of_sealed BEFORE INSERT ON journal
WHEN (SELECT state FROM book WHERE id = NEW.book) IS NOT 'open' AND NEW.kind NOT IN ('unseal', 'close')
BEGIN SELECT RAISE(ABORT, 'book is sealed'); END;
CREATE TRIGGER journal_not_updated BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_not_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'journal is append-only'); END;

-- A sealed (已上报) book cannot be changed.
CREATE TRIGGER fact_insert_open BEFORE INSERT ON fact
WHEN (SELECT state FROM book WHERE id = NEW.book) IS NOT 'open'
BEGIN SELECT RAISE(ABORT, 'book is sealed'); END;
CREATE TRIGGER fact_update_open BEFORE UPDATE ON fact
WHEN (SELECT state FROM book WHERE id = NEW.book) IS NOT 'open'
  OR (SELECT state FROM book WHERE id = OLD.book) IS NOT 'open'
BEGIN SELECT RAISE(ABORT, 'book is sealed'); END;
CREATE TRIGGER fact_delete_open BEFORE DELETE ON fact
WHEN (SELECT state FROM book WHERE id = OLD.book) IS NOT 'open'
BEGIN SELECT RAISE(ABORT, 'book is sealed'); END;

-- The state only changes together with the journal row that says so; sealed, nothing else of the book changes.
CREATE TRIGGER book_sealed_stays BEFORE UPDATE ON book
WHEN OLD.state <> 'open' AND NEW.state = OLD.state
BEGIN SELECT RAISE(ABORT, 'book is sealed'); END;
CREATE TRIGGER book_state_journaled BEFORE UPDATE ON book
WHEN NEW.state <> OLD.state
  AND (OLD.state || '>' || NEW.state || ' ' || (SELECT kind FROM journal WHERE book = OLD.id ORDER BY seq DESC LIMIT 1))
    NOT IN ('open>sealed seal', 'open>sealed arrive', 'sealed>open unseal', 'open>moved close', 'sealed>moved close')
BEGIN SELECT RAISE(ABORT, 'state change without its journal row'); END;
CREATE TRIGGER book_not_deleted BEFORE DELETE ON book BEGIN SELECT RAISE(ABORT, 'books are not deleted'); END;

CREATE TRIGGER edition_once BEFORE INSERT ON edition
WHEN EXISTS (SELECT 1 FROM edition WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'editions are immutable'); END;
CREATE TRIGGER edition_not_updated BEFORE UPDATE ON edition BEGIN SELECT RAISE(ABORT, 'editions are immutable'); END;
CREATE TRIGGER edition_not_deleted BEFORE DELETE ON edition BEGIN SELECT RAISE(ABORT, 'editions are immutable'); END;

-- Files are added while their seal row is the last one and the book is not yet marked sealed, never later.
CREATE TRIGGER sealed_file_while_sealing BEFORE INSERT ON sealed_file
WHEN (SELECT state FROM book WHERE id = NEW.book) IS NOT 'open'
  OR NOT EXISTS (SELECT 1 FROM journal AS j WHERE j.book = NEW.book AND j.seq = NEW.seal_seq AND j.kind = 'seal'
                 AND j.seq = (SELECT max(seq) FROM journal WHERE book = NEW.book))
  OR EXISTS (SELECT 1 FROM sealed_file WHERE book = NEW.book AND seal_seq = NEW.seal_seq AND name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'sealed files are immutable'); END;
CREATE TRIGGER sealed_file_not_updated BEFORE UPDATE ON sealed_file
BEGIN SELECT RAISE(ABORT, 'sealed files are immutable'); END;
CREATE TRIGGER sealed_file_not_deleted BEFORE DELETE ON sealed_file
BEGIN SELECT RAISE(ABORT, 'sealed files are immutable'); END;
