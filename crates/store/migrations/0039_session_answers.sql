-- How customers were served in sessions (C16): what was answered, to be summed up and listed; the words lie with the event.
CREATE TABLE session_answers (
    session_id {int} NOT NULL REFERENCES sessions (id),
    seat {int} NOT NULL,
    at {int} NOT NULL,
    -- The event's.
    version {int} NOT NULL,
    -- Points by question, as JSON.
    points {text} NOT NULL,
    PRIMARY KEY (session_id, seat)
) {strict};
CREATE INDEX session_answers_at ON session_answers (at, session_id, seat);
