-- Nodes that can record sessions (L8), and when each said so last.
CREATE TABLE recorders (
    node {text} PRIMARY KEY,
    seen_at {int} NOT NULL
) {strict};

-- The node that began a stretch of a recording, as long as the stretch goes on.
CREATE TABLE session_stretches (
    session_id {int} NOT NULL REFERENCES sessions (id),
    stretch {int} NOT NULL,
    node {text} NOT NULL,
    PRIMARY KEY (session_id, stretch)
) {strict}
