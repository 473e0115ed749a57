-- Its writer lets the team read a draft of a reply (K1).
ALTER TABLE drafts ADD COLUMN shared {int} NOT NULL DEFAULT 0;
CREATE INDEX drafts_shared ON drafts (case_id) WHERE shared = 1
