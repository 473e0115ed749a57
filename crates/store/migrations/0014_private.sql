-- Among staff, a case may be kept to its owner and team, and what goes to a closed team is (A2).
ALTER TABLE cases ADD COLUMN private {int} NOT NULL DEFAULT 0;
ALTER TABLE teams ADD COLUMN closed {int} NOT NULL DEFAULT 0;
CREATE INDEX cases_private ON cases (private, number) WHERE private = 1
