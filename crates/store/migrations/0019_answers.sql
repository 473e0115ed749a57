-- What support has asked of the customer and waits for (C9).
ALTER TABLE cases ADD COLUMN questions {text};

-- What somebody is writing, by case and sort (K1): the fields of the form as they stand.
CREATE TABLE drafts (
    person_id {int} NOT NULL REFERENCES people (id),
    case_id {int} NOT NULL REFERENCES cases (id),
    -- reply or note.
    sort {text} NOT NULL,
    form {text} NOT NULL,
    kept_at {int} NOT NULL,
    PRIMARY KEY (person_id, case_id, sort)
) {strict};

-- Answers that were sent and have not gone out yet: until then their writer can have them back.
CREATE TABLE held (
    id {int} PRIMARY KEY,
    person_id {int} NOT NULL REFERENCES people (id),
    case_id {int} NOT NULL REFERENCES cases (id),
    form {text} NOT NULL,
    due_at {int} NOT NULL,
    -- Why it could not go out: it waits for its writer then.
    refused {int} NOT NULL DEFAULT 0
) {strict};
CREATE UNIQUE INDEX held_person_id_case_id_key ON held (person_id, case_id);
CREATE INDEX held_due ON held (due_at, id) WHERE refused = 0;

-- How long somebody's answers are held, in seconds, where they chose it.
CREATE TABLE recall_times (
    person_id {int} PRIMARY KEY REFERENCES people (id),
    seconds {int} NOT NULL
) {strict}
