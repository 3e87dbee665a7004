-- The newest rows of one user, or of one action, are found without reading those of the others. Rows that are alike lie in
-- the order of their sequence.
CREATE INDEX audit_by_actor ON audit (actor);
CREATE INDEX audit_by_action ON audit (action);
CREATE INDEX jobs_by_creator ON jobs (created_by, created_at, id);
