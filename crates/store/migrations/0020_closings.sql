-- What belongs to a case's latest closing (B7, C15), how its customer was served (C16), the closed case that it goes on with
-- (C15), what the product makes of it (C4), and who is called for (E2).
ALTER TABLE cases ADD COLUMN closing {text};
ALTER TABLE cases ADD COLUMN survey {text};
ALTER TABLE cases ADD COLUMN surveyed_at {int};
ALTER TABLE cases ADD COLUMN continues {int};
ALTER TABLE cases ADD COLUMN kind_state {text};
ALTER TABLE cases ADD COLUMN escalation_asked {text};
CREATE INDEX cases_surveyed ON cases (surveyed_at, number) WHERE surveyed_at IS NOT NULL;
CREATE INDEX cases_escalation_asked ON cases (due_order, number) WHERE escalation_asked IS NOT NULL;
CREATE INDEX cases_continues ON cases (continues, number) WHERE continues IS NOT NULL
