-- A case that its owner does not want to see for a while (K1).
ALTER TABLE cases ADD COLUMN snooze {text};
CREATE INDEX cases_snoozed ON cases (owner_id, number) WHERE snooze IS NOT NULL
