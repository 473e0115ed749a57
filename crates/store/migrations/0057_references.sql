-- The numbers that customers have of their own, as words of a list find them. Cases under desks from before this have none.
ALTER TABLE cases ADD COLUMN reference_fold {text} NOT NULL DEFAULT '';

-- What was opened lately, to be counted (B1).
CREATE INDEX article_uses_opened ON article_uses (opened_at, article_id) WHERE opened_at IS NOT NULL
