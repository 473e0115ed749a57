-- Incidents (E3, S7): a row that finds one, and what it gathers and affects.
CREATE TABLE incidents (
    id {int} PRIMARY KEY,
    number {int} NOT NULL,
    version {int} NOT NULL,
    head {bytes} NOT NULL,
    desk_version {int} NOT NULL,
    -- running, restored, cancelled.
    state {text} NOT NULL,
    phase {text} NOT NULL,
    severity {text} NOT NULL,
    -- Shown to every company that has one of its products.
    wide {int} NOT NULL,
    lead_id {int} NOT NULL REFERENCES people (id),
    communications_id {int} NOT NULL REFERENCES people (id),
    started_at {int} NOT NULL,
    declared_at {int} NOT NULL,
    changed_at {int} NOT NULL,
    -- When customers were promised to hear more, and when staff are told of that.
    promised_at {int},
    tell_at {int},
    ended_at {int},
    cause_due_on {text},
    cause_reported_at {int}
) {strict};
CREATE UNIQUE INDEX incidents_number_key ON incidents (number);
CREATE INDEX incidents_state ON incidents (state, declared_at, id);
CREATE INDEX incidents_tell_at ON incidents (tell_at) WHERE tell_at IS NOT NULL;

-- A case belongs to one incident at a time.
CREATE TABLE incident_cases (
    case_id {int} PRIMARY KEY REFERENCES cases (id),
    incident_id {int} NOT NULL REFERENCES incidents (id)
) {strict};
CREATE INDEX incident_cases_incident ON incident_cases (incident_id, case_id);

CREATE TABLE incident_products (
    incident_id {int} NOT NULL REFERENCES incidents (id),
    product {text} NOT NULL,
    PRIMARY KEY (incident_id, product)
) {strict};

CREATE TABLE incident_deployments (
    incident_id {int} NOT NULL REFERENCES incidents (id),
    deployment_id {int} NOT NULL REFERENCES deployments (id),
    PRIMARY KEY (incident_id, deployment_id)
) {strict};

-- Companies that staff have picked, and those that do not want to hear of it.
CREATE TABLE incident_accounts (
    incident_id {int} NOT NULL REFERENCES incidents (id),
    account_id {int} NOT NULL REFERENCES accounts (id),
    picked {int} NOT NULL,
    hears {int} NOT NULL,
    PRIMARY KEY (incident_id, account_id)
) {strict};
INSERT INTO numbering (name, next) VALUES ('incident', 1);

-- Mails speak of a case, or of an incident.
CREATE TABLE mails_of_both (
    id {int} PRIMARY KEY,
    case_id {int} REFERENCES cases (id),
    incident_id {int} REFERENCES incidents (id),
    -- Who reads it: a person, or an address alone.
    reader {text} NOT NULL,
    person_id {int} REFERENCES people (id),
    address {text} NOT NULL,
    -- Versions of the case or incident with what each is an occasion of.
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
INSERT INTO mails_of_both (id, case_id, reader, person_id, address, occasions, message_id, state, attempts, due_at, made_at, settled_at, error)
    SELECT id, case_id, reader, person_id, address, occasions, message_id, state, attempts, due_at, made_at, settled_at, error FROM mails;
DROP TABLE mails;
ALTER TABLE mails_of_both RENAME TO mails;
CREATE INDEX mails_due ON mails (due_at, id) WHERE state = 0;
CREATE INDEX mails_given_up ON mails (id) WHERE state = 2;
CREATE INDEX mails_reader ON mails (case_id, reader, id);
CREATE INDEX mails_of_incident ON mails (incident_id, reader, id) WHERE incident_id IS NOT NULL
