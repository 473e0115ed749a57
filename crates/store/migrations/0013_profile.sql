-- How people are reached (A5), as their latest event has it.
CREATE TABLE details (
    person_id {int} PRIMARY KEY REFERENCES people (id),
    body {text} NOT NULL
) {strict};

-- PINs for the phone menu: a keyed digest to find somebody by, and the PIN itself, sealed, for its owner's eyes.
CREATE TABLE pins (
    person_id {int} PRIMARY KEY REFERENCES people (id),
    digest {text} NOT NULL,
    sealed {bytes} NOT NULL,
    made_at {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX pins_digest_key ON pins (digest);

-- Tokens may read alone, and may end.
ALTER TABLE tokens ADD COLUMN reads_only {int} NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN until {int}
