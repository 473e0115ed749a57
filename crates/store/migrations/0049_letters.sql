-- Letters that are about no case and carry no secret: kept until they got through, as mails of cases are. What was sent goes.
CREATE TABLE letters (
    id {int} PRIMARY KEY,
    address {text} NOT NULL,
    name {text} NOT NULL,
    language {text} NOT NULL,
    subject {text} NOT NULL,
    said {text} NOT NULL,
    message_id {text} NOT NULL,
    given_up {int} NOT NULL,
    attempts {int} NOT NULL,
    due_at {int} NOT NULL,
    made_at {int} NOT NULL,
    error {text}
) {strict};
CREATE INDEX letters_due ON letters (due_at) WHERE given_up = 0;

-- Where a change came from, and for whom it was made, where that is known; the hash of the event covers both.
ALTER TABLE events ADD COLUMN from_address {text};
ALTER TABLE events ADD COLUMN on_behalf {int};

-- What administrators look through: everything but what happened to cases, and of that the looking as somebody else.
DROP INDEX events_audit;
DROP INDEX events_audit_by;
DROP INDEX events_audit_kind;
CREATE INDEX events_audit ON events (seq) WHERE stream <> 'case' OR kind IN ('proxy-login-set', 'proxy-login-started', 'proxy-login-ended', 'proxy-login-used');
CREATE INDEX events_audit_by ON events (by_person, seq) WHERE stream <> 'case' OR kind IN ('proxy-login-set', 'proxy-login-started', 'proxy-login-ended', 'proxy-login-used');
CREATE INDEX events_audit_kind ON events (kind, seq) WHERE stream <> 'case' OR kind IN ('proxy-login-set', 'proxy-login-started', 'proxy-login-ended', 'proxy-login-used');

-- What nobody can make who has the database alone: over the seal, with a key that the operator keeps apart. And how far each
-- stream had come that grew since the seal before, so that what is missing of a cut log has a name.
ALTER TABLE seals ADD COLUMN mac {bytes};
CREATE TABLE sealed_streams (
    number {int} NOT NULL,
    stream {text} NOT NULL,
    stream_id {int} NOT NULL,
    version {int} NOT NULL,
    PRIMARY KEY (number, stream, stream_id)
) {strict};

-- The contract by which a partner was named, where the desk asks for one.
ALTER TABLE partners ADD COLUMN contract {text};
