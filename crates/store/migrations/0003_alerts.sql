-- Who has been told that a promise is in danger: 1 the agent, 2 the supervisor, 3 it is broken.
ALTER TABLE cases ADD COLUMN alert {int} NOT NULL DEFAULT 0;
-- What agents and supervisors have to look after, by what is due first.
CREATE INDEX cases_owner_alert ON cases (owner_id, due_order, number) WHERE alert >= 1;
CREATE INDEX cases_alert ON cases (due_order, number) WHERE alert >= 2;

-- Another vendor that was asked.
ALTER TABLE cases ADD COLUMN third_party {text};

-- What accounts are known by besides; of a PIN a keyed digest.
CREATE TABLE identifiers (
    sort {text} NOT NULL,
    value {text} NOT NULL,
    account_id {int} NOT NULL REFERENCES accounts (id),
    place {int} NOT NULL,
    deployment_id {int} REFERENCES deployments (id),
    PRIMARY KEY (account_id, place)
) {strict};
CREATE INDEX identifiers_value ON identifiers (value)
