-- What else lists sort by: when a case was closed, who opened it, and who last changed what its customer sees.
ALTER TABLE cases ADD COLUMN closed_order {int} NOT NULL DEFAULT 1152921504606846977;
ALTER TABLE cases ADD COLUMN submitter_id {int};
ALTER TABLE cases ADD COLUMN submitter_key {text} NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN changer_id {int};
ALTER TABLE cases ADD COLUMN changer_key {text} NOT NULL DEFAULT '';
UPDATE cases SET closed_order = closed_at WHERE closed_at IS NOT NULL;
UPDATE cases SET
    submitter_id = (SELECT e.by_person FROM events e WHERE e.stream = 'case' AND e.stream_id = cases.id AND e.version = 1),
    changer_id = (SELECT e.by_person FROM events e
        WHERE e.stream = 'case' AND e.stream_id = cases.id AND e.version = cases.public_version);
UPDATE cases SET
    submitter_key = coalesce((SELECT p.sort_key FROM people p WHERE p.id = cases.submitter_id), ''),
    changer_key = coalesce((SELECT p.sort_key FROM people p WHERE p.id = cases.changer_id), '');
CREATE INDEX cases_submitter_id ON cases (submitter_id);
CREATE INDEX cases_changer_id ON cases (changer_id);
CREATE INDEX cases_account_closed ON cases (account_id, shelf, closed_order, number);
CREATE INDEX cases_account_submitter ON cases (account_id, shelf, submitter_key, number);
CREATE INDEX cases_account_changer ON cases (account_id, shelf, changer_key, number)
