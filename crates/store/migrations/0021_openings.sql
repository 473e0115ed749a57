-- Forms of cases that somebody is filling in and has not sent yet (C5): the fields as they stand.
CREATE TABLE opening_drafts (
    id {int} PRIMARY KEY,
    person_id {int} NOT NULL REFERENCES people (id),
    -- The company it is for.
    account_id {int} NOT NULL REFERENCES accounts (id),
    kind {text} NOT NULL,
    form {text} NOT NULL,
    kept_at {int} NOT NULL
) {strict};
CREATE INDEX opening_drafts_person_id_account_id_kept_at ON opening_drafts (person_id, account_id, kept_at);
CREATE INDEX opening_drafts_kept_at ON opening_drafts (kept_at)
