-- What samples an hour of a service holds, kept in step by every insert, so that a week of samples is summed up
-- without being read. The hour is a whole number of hours since 1970. All services of an hour lie side by side,
-- because samples of many services come in at one time: one page is written for all of them.
CREATE TABLE sample_hours (
    hour INTEGER NOT NULL,
    service INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    degraded INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    unknown INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (hour, service)
) STRICT, WITHOUT ROWID;
-- Division rounds towards zero, but an hour before 1970 begins further down.
INSERT INTO sample_hours
    SELECT (at - (at % 3600000 + 3600000) % 3600000) / 3600000 AS hour, service,
           count(*) FILTER (WHERE status = 0), count(*) FILTER (WHERE status = 1),
           count(*) FILTER (WHERE status = 2), count(*) FILTER (WHERE status = 3),
           min(at), max(at)
    FROM samples GROUP BY hour, service;

-- Services whose samples nobody can read any more, and which are deleted bit by bit.
CREATE TABLE removed_subjects (
    key INTEGER PRIMARY KEY
) STRICT;

-- Clustered on (asset, end), so that the runs of a window lie side by side. An unknown start is the lowest number.
CREATE TABLE clustered_backup_runs (
    asset INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    size_bytes INTEGER,
    message TEXT,
    restore_point INTEGER AS (CASE started_at WHEN -9223372036854775807 THEN ended_at ELSE started_at END),
    PRIMARY KEY (asset, ended_at, outcome, started_at)
) STRICT, WITHOUT ROWID;
INSERT INTO clustered_backup_runs
    SELECT asset, ended_at, outcome, coalesce(started_at, -9223372036854775807), size_bytes, message FROM backup_runs;
DROP TABLE backup_runs;
ALTER TABLE clustered_backup_runs RENAME TO backup_runs;
-- The successful run with the newest restore point is found without reading the others.
CREATE INDEX successful_runs ON backup_runs (asset, ended_at, restore_point) WHERE outcome < 2;

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    percent INTEGER NOT NULL,
    step TEXT NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    claims INTEGER NOT NULL,
    cancel_asked INTEGER NOT NULL,
    error_code TEXT,
    error_message TEXT,
    report_id TEXT,
    -- Rises with every claim, and never falls.
    fence INTEGER NOT NULL,
    -- Only a running job has one.
    lease_until INTEGER,
    -- JSON.
    configuration TEXT NOT NULL
) STRICT;
CREATE INDEX jobs_by_age ON jobs (created_at, id);
-- Few jobs have not ended, however many have.
CREATE INDEX jobs_to_do ON jobs (created_at, id) WHERE state IN ('queued', 'running');
CREATE INDEX jobs_by_state ON jobs (state, created_at, id);

-- The job that a user's idempotency key came with first.
CREATE TABLE job_keys (
    created_by TEXT NOT NULL,
    key TEXT NOT NULL,
    job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
    used_at INTEGER NOT NULL,
    PRIMARY KEY (created_by, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_keys_by_age ON job_keys (used_at);
CREATE INDEX job_keys_of_job ON job_keys (job_id);

CREATE TABLE reports (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    job_id TEXT,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    window_start INTEGER NOT NULL,
    window_end INTEGER NOT NULL,
    timezone TEXT NOT NULL,
    score REAL,
    total INTEGER NOT NULL,
    -- A JSON array.
    statuses TEXT NOT NULL,
    partial INTEGER NOT NULL
) STRICT;
CREATE INDEX reports_by_age ON reports (created_at, id);

-- The content in parts, so that a large report is never held in memory more than once.
CREATE TABLE report_parts (
    report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (report_id, number)
) STRICT;

CREATE TABLE presets (
    name TEXT PRIMARY KEY,
    -- JSON.
    configuration TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL
) STRICT, WITHOUT ROWID;
