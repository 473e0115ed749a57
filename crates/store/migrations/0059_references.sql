-- The customers' own numbers as words of a list find them. Cases that stand under desks from before this have none.
ALTER TABLE cases ADD COLUMN reference_fold {text} NOT NULL DEFAULT ''
