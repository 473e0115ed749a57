-- Who may do what in which account, beside what they may as one of the company (A2).
CREATE TABLE grants (
    account_id {int} NOT NULL REFERENCES accounts (id),
    place {int} NOT NULL,
    contact_id {int} NOT NULL,
    deployment_id {int},
    level {text} NOT NULL,
    from_day {text},
    until_day {text},
    by_person {int},
    PRIMARY KEY (account_id, place)
) {strict};
CREATE INDEX grants_contact ON grants (contact_id, account_id, place);

-- Companies whose people may act for an account (A9).
CREATE TABLE partners (
    account_id {int} NOT NULL REFERENCES accounts (id),
    place {int} NOT NULL,
    partner_id {int} NOT NULL,
    until_day {text},
    PRIMARY KEY (account_id, place)
) {strict};
CREATE INDEX partners_partner ON partners (partner_id, account_id);

ALTER TABLE accounts ADD COLUMN restricted {int} NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN handover_id {int};
ALTER TABLE people ADD COLUMN signed_in {int} NOT NULL DEFAULT 0;
ALTER TABLE people ADD COLUMN suspended {int} NOT NULL DEFAULT 0;
-- The account for which somebody acts in this sign-in, where it is not their own company's.
ALTER TABLE sign_ins ADD COLUMN acting_for {int};

-- What a contact submitted is counted by account: a partner's people submit for several.
INSERT INTO counts (dimension, id, list, turn, cases)
    SELECT 'contact ' || account_id, contact_id, list, turn, count(*) FROM cases
    GROUP BY account_id, contact_id, list, turn;
DELETE FROM counts WHERE dimension = 'contact'
