-- Files that people handed in (C13): first their own, waiting to be sent, then a case's.
CREATE TABLE files (
    id {int} PRIMARY KEY,
    -- Where the bytes lie; says nothing of what they are.
    place {text} NOT NULL,
    person_id {int} NOT NULL REFERENCES people (id),
    name {text} NOT NULL,
    -- Its extension.
    kind {text} NOT NULL,
    -- As many as were announced, then as many as are kept.
    bytes {int} NOT NULL,
    received {int} NOT NULL DEFAULT 0,
    sha256 {text},
    -- arriving, ready, held (not looked through for harm yet), threat.
    state {text} NOT NULL,
    created_at {int} NOT NULL,
    case_id {int} REFERENCES cases (id),
    account_id {int} REFERENCES accounts (id),
    -- It goes with a note.
    internal {int} NOT NULL DEFAULT 0,
    attached_at {int},
    -- When somebody other than its sender had it first.
    fetched_at {int},
    removed_at {int},
    -- Its bytes are gone.
    cleared {int} NOT NULL DEFAULT 0
) {strict};
CREATE UNIQUE INDEX files_place_key ON files (place);
CREATE INDEX files_case ON files (case_id, id) WHERE case_id IS NOT NULL;
CREATE INDEX files_account ON files (account_id, bytes) WHERE removed_at IS NULL;
CREATE INDEX files_waiting ON files (person_id, created_at) WHERE case_id IS NULL AND removed_at IS NULL;
CREATE INDEX files_held ON files (id) WHERE state = 'held';
CREATE INDEX files_stale ON files (created_at) WHERE case_id IS NULL AND removed_at IS NULL;
CREATE INDEX files_removed ON files (id) WHERE removed_at IS NOT NULL AND cleared = 0;

-- The pieces of a file, each kept on its own, so that one that is cut off goes on where it stopped.
CREATE TABLE file_parts (
    file_id {int} NOT NULL REFERENCES files (id),
    -- Offset of its first byte.
    start {int} NOT NULL,
    bytes {int} NOT NULL,
    -- Its own name under the file's place.
    place {text} NOT NULL,
    PRIMARY KEY (file_id, start)
) {strict}
