-- Escalations of a case (E1): how the latest stands and what staff decided against, its number, and where lists put it: by step
-- from 1, then those asked for (5), those that have ended (8), and cases without one (9).
ALTER TABLE cases ADD COLUMN escalated {text};
ALTER TABLE cases ADD COLUMN escalation_number {int};
ALTER TABLE cases ADD COLUMN escalation_order {int} NOT NULL DEFAULT 9;
UPDATE cases SET escalation_order = 5 WHERE escalation_asked IS NOT NULL;
CREATE UNIQUE INDEX cases_escalation_number_key ON cases (escalation_number);
CREATE INDEX cases_account_escalation ON cases (account_id, shelf, escalation_order, number);
CREATE INDEX cases_turn_escalation ON cases (turn, escalation_order, number);
CREATE INDEX cases_escalated ON cases (escalation_order, number) WHERE escalation_order < 5;
INSERT INTO numbering (name, next) VALUES ('escalation', 1)
