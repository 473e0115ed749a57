-- Mails that are to go out, that went, and that did not arrive. What they say is put together when they go.
CREATE TABLE mails (
    id {int} PRIMARY KEY,
    case_id {int} NOT NULL REFERENCES cases (id),
    -- Who reads it: a person, or an address alone.
    reader {text} NOT NULL,
    person_id {int} REFERENCES people (id),
    address {text} NOT NULL,
    -- Versions of the case with what each is an occasion of.
    occasions {text} NOT NULL,
    message_id {text} NOT NULL,
    -- 0 waits, 1 went, 2 was given up, 3 was not to go any more.
    state {int} NOT NULL,
    attempts {int} NOT NULL,
    due_at {int} NOT NULL,
    made_at {int} NOT NULL,
    settled_at {int},
    error {text}
) {strict};
CREATE INDEX mails_due ON mails (due_at, id) WHERE state = 0;
CREATE INDEX mails_given_up ON mails (id) WHERE state = 2;
CREATE INDEX mails_reader ON mails (case_id, reader, id);

-- Texts of mails as operators have put them; where there is none, our own counts.
CREATE TABLE mail_texts (
    occasion {text} NOT NULL,
    language {text} NOT NULL,
    subject {text} NOT NULL,
    body {text} NOT NULL,
    changed_at {int} NOT NULL,
    changed_by {int} NOT NULL,
    PRIMARY KEY (occasion, language)
) {strict}
