-- Cases of which somebody wants no mail any more but what must be known (H7).
CREATE TABLE mutes (
    person_id {int} NOT NULL,
    case_id {int} NOT NULL REFERENCES cases (id),
    since_at {int} NOT NULL,
    PRIMARY KEY (person_id, case_id)
) {strict};

-- What a contact opened lately, and what they said of how they were served, beside their case (S11).
CREATE INDEX cases_contact_opened ON cases (contact_id, opened_at);
CREATE INDEX cases_contact_surveyed ON cases (contact_id, surveyed_at) WHERE surveyed_at IS NOT NULL
