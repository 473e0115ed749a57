-- What contacts say of support signing in as them (A10).
ALTER TABLE people ADD COLUMN proxy_login {int} NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN proxy_login {text};
-- A sign-in that looks at the portal as a contact, and the case because of which.
ALTER TABLE sign_ins ADD COLUMN proxy_contact {int};
ALTER TABLE sign_ins ADD COLUMN proxy_case {int};

-- Every use, for the contact's list: an agent at the portal, or the vendor's own product with its note.
CREATE TABLE proxy_logins (
    case_id {int} NOT NULL REFERENCES cases (id),
    contact_id {int} NOT NULL,
    agent_id {int} NOT NULL,
    started_at {int} NOT NULL,
    ended_at {int},
    by_contact {int} NOT NULL DEFAULT 0,
    note {text}
) {strict};
CREATE INDEX proxy_logins_contact ON proxy_logins (contact_id, started_at);
CREATE INDEX proxy_logins_running ON proxy_logins (case_id, ended_at)
