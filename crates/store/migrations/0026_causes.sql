-- The plan of a case's promise, and why support closed it (K1, ux-A2): lists are narrowed by them.
ALTER TABLE cases ADD COLUMN plan_key {text} NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN cause_key {text} NOT NULL DEFAULT '';
UPDATE cases SET plan_key = coalesce(promise{json} ->> 'plan', '');
CREATE INDEX cases_plan ON cases (plan_key, turn, due_order, number) WHERE plan_key <> '';
CREATE INDEX cases_cause ON cases (cause_key, turn_since, number) WHERE cause_key <> ''
