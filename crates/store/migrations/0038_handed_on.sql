-- Escalations in a team's queue, and those that engineering has finished, for their owners (E1).
ALTER TABLE cases ADD COLUMN escalation_team {int};
ALTER TABLE cases ADD COLUMN confirm_order {int};
CREATE INDEX cases_escalation_team ON cases (escalation_team, escalation_order, number) WHERE escalation_team IS NOT NULL;
CREATE INDEX cases_confirm ON cases (owner_id, confirm_order, number) WHERE confirm_order IS NOT NULL;

-- Reports on a cause that are owed.
CREATE INDEX incidents_cause ON incidents (cause_due_on, id) WHERE cause_due_on IS NOT NULL AND cause_reported_at IS NULL;

-- Requests that declare incidents or change them, each carried out once.
CREATE TABLE incident_once (
    person_id {int} NOT NULL,
    name {text} NOT NULL,
    request {bytes} NOT NULL,
    incident_id {int} NOT NULL,
    made_at {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX incident_once_person_id_name_key ON incident_once (person_id, name)
