-- Calls and conferences of a case (H2, H3): who waits for a call, its conferences as they stand; where a call is owed, by when the
-- soonest is (or since when, where nobody said); and when the last conference that is set ends.
ALTER TABLE cases ADD COLUMN call_wish {text};
ALTER TABLE cases ADD COLUMN conferences {text};
ALTER TABLE cases ADD COLUMN call_order {int};
ALTER TABLE cases ADD COLUMN confers_until {int};
UPDATE cases SET call_order = opened_at WHERE call_owed = 1 AND closed_at IS NULL;
CREATE INDEX cases_calls ON cases (call_order, number) WHERE call_order IS NOT NULL;
CREATE INDEX cases_confer ON cases (confers_until, number) WHERE confers_until IS NOT NULL;

-- Whose calendars they stand in, worked out from the cases.
CREATE TABLE appointments (
    case_id {int} NOT NULL REFERENCES cases (id),
    -- call, or the number of a conference.
    what {text} NOT NULL,
    person_id {int} NOT NULL REFERENCES people (id),
    until {int} NOT NULL,
    PRIMARY KEY (case_id, what, person_id)
) {strict};
CREATE INDEX appointments_person ON appointments (person_id, until);

-- What one needs to come in, sealed.
CREATE TABLE conference_passcodes (
    case_id {int} NOT NULL REFERENCES cases (id),
    conference {int} NOT NULL,
    sealed {bytes} NOT NULL,
    PRIMARY KEY (case_id, conference)
) {strict};

-- The private address of a person's calendar, as a digest.
CREATE TABLE calendar_addresses (
    person_id {int} PRIMARY KEY REFERENCES people (id),
    digest {bytes} NOT NULL,
    made_at {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX calendar_addresses_digest_key ON calendar_addresses (digest);
