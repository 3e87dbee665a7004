-- Clustered on (hour, service, time). What comes in together is of one time and of many services, and lies on few pages;
-- what is read together is of one service within one hour. The hour is a whole number of hours since 1970.
CREATE TABLE samples_by_hour (
    hour INTEGER NOT NULL,
    service INTEGER NOT NULL,
    at INTEGER NOT NULL,
    status INTEGER NOT NULL,
    response_ms REAL,
    message TEXT,
    PRIMARY KEY (hour, service, at, status)
) STRICT, WITHOUT ROWID;
-- Division rounds towards zero, but an hour before 1970 begins further down.
INSERT INTO samples_by_hour
    SELECT (at - (at % 3600000 + 3600000) % 3600000) / 3600000 AS hour, service, at, status, response_ms, message
    FROM samples WHERE service NOT IN (SELECT key FROM removed_subjects) ORDER BY hour, service, at, status;

-- Whether there are any samples of it, which is asked before each analysis.
ALTER TABLE subjects ADD COLUMN sampled INTEGER NOT NULL DEFAULT 0;
UPDATE subjects SET sampled = 1 WHERE EXISTS (SELECT 1 FROM samples WHERE service = key);

-- Hours of services whose samples nobody can read any more, and which are deleted bit by bit.
CREATE TABLE removed_hours (
    service INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    PRIMARY KEY (service, hour)
) STRICT, WITHOUT ROWID;
DROP TABLE removed_subjects;

DROP TABLE samples;
ALTER TABLE samples_by_hour RENAME TO samples;
CREATE INDEX failures ON samples (service, at) WHERE status = 2;
