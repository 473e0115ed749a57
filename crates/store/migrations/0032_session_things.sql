-- What sessions leave behind (L3, L6, L8, C16).
-- A file that came in a session lies where all files do; with the session's case it goes into that.
ALTER TABLE files ADD COLUMN session_id {int} REFERENCES sessions (id);
ALTER TABLE files ADD COLUMN session_file {int};
CREATE UNIQUE INDEX files_session_key ON files (session_id, session_file);

-- Whoever handed a session on that nobody answered for, until they have seen it.
CREATE TABLE session_unanswered (
    session_id {int} NOT NULL REFERENCES sessions (id),
    person_id {int} NOT NULL REFERENCES people (id),
    at {int} NOT NULL,
    PRIMARY KEY (session_id, person_id)
) {strict};
CREATE INDEX session_unanswered_person ON session_unanswered (person_id, at);

-- Customers who were in a session and may say how it went, by the secret that held their seat.
CREATE TABLE session_surveys (
    digest {bytes} PRIMARY KEY,
    session_id {int} NOT NULL REFERENCES sessions (id),
    seat {int} NOT NULL,
    left_at {int} NOT NULL
) {strict};
CREATE INDEX session_surveys_left ON session_surveys (left_at);

-- One track of one stretch of a recording; its bytes lie beside those of files.
CREATE TABLE session_recordings (
    id {int} PRIMARY KEY,
    session_id {int} NOT NULL REFERENCES sessions (id),
    stretch {int} NOT NULL,
    seat {int} NOT NULL,
    -- screen, screen-sound, camera, voice.
    kind {text} NOT NULL,
    place {text} NOT NULL,
    -- recording, ready, damaged.
    state {text} NOT NULL,
    -- The moment of its time zero.
    started_at {int} NOT NULL,
    -- In milliseconds.
    lasts {int} NOT NULL,
    bytes {int} NOT NULL,
    sha256 {text},
    -- The node that writes it.
    node {text},
    erase_at {int},
    erased_at {int},
    erased_by {int} REFERENCES people (id)
) {strict};
CREATE UNIQUE INDEX session_recordings_place_key ON session_recordings (place);
CREATE INDEX session_recordings_session ON session_recordings (session_id, stretch, started_at);
CREATE INDEX session_recordings_erase ON session_recordings (erase_at) WHERE erase_at IS NOT NULL AND erased_at IS NULL;
CREATE INDEX session_recordings_open ON session_recordings (id) WHERE state = 'recording';

CREATE TABLE session_recording_parts (
    recording_id {int} NOT NULL REFERENCES session_recordings (id),
    start {int} NOT NULL,
    bytes {int} NOT NULL,
    place {text} NOT NULL,
    PRIMARY KEY (recording_id, start)
) {strict};

-- Requests that start sessions or change them, each carried out once.
CREATE TABLE session_once (
    person_id {int} NOT NULL,
    name {text} NOT NULL,
    request {bytes} NOT NULL,
    session_id {int} NOT NULL,
    made_at {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX session_once_person_id_name_key ON session_once (person_id, name)
