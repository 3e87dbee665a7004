-- Moments are milliseconds since 1970 in UTC.

-- Written to find out whether the file can be written to.
CREATE TABLE pulse (beats INTEGER NOT NULL) STRICT;
INSERT INTO pulse VALUES (0);

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    disabled INTEGER NOT NULL,
    password_hash TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    password_changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_ins (
    id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    address TEXT NOT NULL,
    device TEXT NOT NULL,
    refresh_hash TEXT NOT NULL UNIQUE,
    previous_hash TEXT,
    rotated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_ins_of_user ON sign_ins (user_id);

-- Every refresh token that was replaced, for as long as its sign-in lasts: handed in again, it was stolen.
CREATE TABLE spent_refreshes (
    hash TEXT PRIMARY KEY,
    sign_in_id TEXT NOT NULL REFERENCES sign_ins (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX spent_refreshes_of_sign_in ON spent_refreshes (sign_in_id);

CREATE TABLE attempts (
    key TEXT PRIMARY KEY,
    count INTEGER NOT NULL,
    since INTEGER NOT NULL,
    last INTEGER NOT NULL,
    forget_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    sequence INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    result TEXT NOT NULL,
    request_id TEXT NOT NULL,
    previous_hash TEXT NOT NULL
) STRICT;

CREATE TABLE assets (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    asset_type TEXT NOT NULL,
    service_type TEXT,
    -- A JSON array of texts.
    tags TEXT NOT NULL,
    -- Id and name in lower case, for the search: SQLite's own lower() knows only ASCII.
    folded TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A number for each id that samples or backup runs name, so that their rows stay small.
CREATE TABLE subjects (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE
) STRICT;

-- Clustered on (service, time). Status: 0 ok, 1 degraded, 2 failed, 3 unknown.
CREATE TABLE samples (
    service INTEGER NOT NULL,
    at INTEGER NOT NULL,
    status INTEGER NOT NULL,
    response_ms REAL,
    message TEXT,
    PRIMARY KEY (service, at, status)
) STRICT, WITHOUT ROWID;
CREATE INDEX failures ON samples (service, at) WHERE status = 2;

-- Outcome: 0 success, 1 warning, 2 failed.
CREATE TABLE backup_runs (
    asset INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    started_at INTEGER,
    size_bytes INTEGER,
    message TEXT
) STRICT;
-- An unknown start is as good an identity as a known one, but NULL is never equal to NULL.
CREATE UNIQUE INDEX one_backup_run
    ON backup_runs (asset, ended_at, outcome, coalesce(started_at, -9223372036854775807));
