-- The second factor of a person: a secret shared with their device; a new one waits until a code of it was shown.
CREATE TABLE second_factors (
    person_id {int} PRIMARY KEY REFERENCES people (id),
    secret {bytes},
    pending {bytes},
    -- The latest step of time whose code was used: none is good twice.
    last_step {int} NOT NULL
) {strict};

-- For when the device is lost; each good once, kept as digests.
CREATE TABLE recovery_codes (
    person_id {int} NOT NULL REFERENCES people (id),
    digest {bytes} NOT NULL,
    PRIMARY KEY (person_id, digest)
) {strict};

-- What a sign-in rests on: 0 the second factor is still awaited, 1 one factor, 2 all that is asked for.
ALTER TABLE sign_ins ADD COLUMN strength {int} NOT NULL DEFAULT 2
