-- What administrators look through: everything but what happened to cases, the latest first.
CREATE INDEX events_audit ON events (seq) WHERE stream <> 'case';
CREATE INDEX events_audit_by ON events (by_person, seq) WHERE stream <> 'case';
CREATE INDEX events_audit_kind ON events (kind, seq) WHERE stream <> 'case'
