-- Live sessions (L1–L9); what happened in them is in the log. The passcode lies here twice: as a digest to compare, and sealed for
-- the host's eyes; both go with the end.
CREATE TABLE sessions (
    id {int} PRIMARY KEY,
    version {int} NOT NULL,
    head {bytes} NOT NULL,
    number {int} NOT NULL,
    -- open, transferring, host-lost, ended.
    state {text} NOT NULL,
    case_id {int} REFERENCES cases (id),
    -- Who leads.
    host_id {int} REFERENCES people (id),
    customers {int} NOT NULL,
    started_at {int} NOT NULL,
    ended_at {int},
    -- When something is to be done about it.
    tell_at {int},
    passcode {bytes},
    passcode_sealed {bytes}
) {strict};
CREATE UNIQUE INDEX sessions_number_key ON sessions (number) WHERE ended_at IS NULL;
CREATE INDEX sessions_live ON sessions (started_at, id) WHERE ended_at IS NULL;
CREATE INDEX sessions_tell ON sessions (tell_at) WHERE tell_at IS NOT NULL;
CREATE INDEX sessions_case ON sessions (case_id, started_at) WHERE case_id IS NOT NULL;

-- Who sits where: a customer by a secret of their browser's, an agent by who they are; and when they were last heard of.
CREATE TABLE session_seats (
    session_id {int} NOT NULL REFERENCES sessions (id),
    seat {int} NOT NULL,
    person_id {int},
    digest {bytes},
    seen_at {int} NOT NULL,
    lost {int} NOT NULL,
    PRIMARY KEY (session_id, seat)
) {strict};
CREATE UNIQUE INDEX session_seats_digest_key ON session_seats (digest);
CREATE INDEX session_seats_person ON session_seats (person_id);
CREATE INDEX session_seats_seen ON session_seats (seen_at) WHERE lost = 0;

-- Invitations by link; each holds one seat.
CREATE TABLE session_links (
    digest {bytes} PRIMARY KEY,
    session_id {int} NOT NULL REFERENCES sessions (id),
    seat {int},
    made_at {int} NOT NULL
) {strict};
CREATE INDEX session_links_session ON session_links (session_id);

-- Whether an agent takes what is offered (L6); away where they said nothing.
CREATE TABLE acd_agents (
    person_id {int} PRIMARY KEY REFERENCES people (id),
    state {text} NOT NULL,
    changed_at {int} NOT NULL
) {strict}
