-- What accounts have bought, in the order in which it was granted.
CREATE TABLE entitlements (
    account_id {int} NOT NULL REFERENCES accounts (id),
    place {int} NOT NULL,
    contract {text} NOT NULL,
    plan {text} NOT NULL,
    trial {int} NOT NULL,
    options {text} NOT NULL,
    deployment_id {int} REFERENCES deployments (id),
    product {text},
    from_day {text} NOT NULL,
    to_day {text} NOT NULL,
    PRIMARY KEY (account_id, place)
) {strict};
CREATE INDEX entitlements_contract ON entitlements (contract);
CREATE INDEX deployments_identifier ON deployments (identifier);

ALTER TABLE accounts ADD COLUMN admin_id {int} REFERENCES people (id);
CREATE INDEX accounts_name ON accounts (name);

-- What a case was promised, and its clocks.
ALTER TABLE cases ADD COLUMN promise {text};
ALTER TABLE cases ADD COLUMN clocks {text};
ALTER TABLE cases ADD COLUMN severity_wish {text};
ALTER TABLE cases ADD COLUMN call_owed {int} NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN tier {int} NOT NULL DEFAULT 1;
-- How it stands with its promises, what is due first (behind all times: nothing runs), and when something is to be told.
ALTER TABLE cases ADD COLUMN standing {int} NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN due_order {int} NOT NULL DEFAULT 1152921504606846977;
ALTER TABLE cases ADD COLUMN tell_at {int};
CREATE INDEX cases_tell_at ON cases (tell_at) WHERE tell_at IS NOT NULL;
-- The staff's inbox: what is due first.
CREATE INDEX cases_turn_due ON cases (turn, due_order, number);
CREATE INDEX cases_owner_turn_due ON cases (owner_id, turn, due_order, number);
CREATE INDEX cases_team_turn_due ON cases (team_id, turn, due_order, number)
