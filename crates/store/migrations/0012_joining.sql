-- Addresses of which somebody is to show that they read their mail: the secret of the link as a digest, good once and for a day.
CREATE TABLE proofs (
    digest {bytes} PRIMARY KEY,
    purpose {text} NOT NULL,
    email {text} NOT NULL,
    email_folded {text} NOT NULL,
    made_at {int} NOT NULL
) {strict};
CREATE INDEX proofs_email ON proofs (email_folded, purpose, made_at);
CREATE INDEX proofs_made ON proofs (made_at);

-- Requests for accounts (A1); what they say is in the log.
CREATE TABLE requests (
    id {int} PRIMARY KEY,
    version {int} NOT NULL,
    head {bytes} NOT NULL,
    state {text} NOT NULL,
    email_folded {text} NOT NULL,
    proposed_id {int}
) {strict};
CREATE UNIQUE INDEX requests_email_key ON requests (email_folded) WHERE state = 'waiting';
CREATE INDEX requests_waiting ON requests (state, proposed_id, id)
;

-- What a contact would like to be let do (A4).
ALTER TABLE cases ADD COLUMN access_wish {text};
-- The deployment for which somebody without an account came (C20).
ALTER TABLE people ADD COLUMN guest_site_id {int}
