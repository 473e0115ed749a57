-- Cases of which those who lead were told to think of an escalation (E2), until something is done about it: with an order, and
-- counted; and those whose expected day is over (E1). When something is to be told of a case is another moment by now: it is
-- reckoned anew by what runs next.
ALTER TABLE cases ADD COLUMN suggested {int} NOT NULL DEFAULT 0;
ALTER TABLE cases ADD COLUMN expected_passed {int} NOT NULL DEFAULT 0;
CREATE INDEX cases_suggested ON cases (due_order, number) WHERE suggested = 1;
UPDATE cases SET tell_at = 0 WHERE closed_at IS NULL OR surveyed_at IS NOT NULL
