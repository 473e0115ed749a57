-- The higher plan first, and within a plan what is due first (S6). Promises made before this one know no precedence.
ALTER TABLE cases ADD COLUMN served_order {int} NOT NULL DEFAULT 7107243161944063;
UPDATE cases SET served_order = 7036874417766400 + CASE
    WHEN due_order >= 1152921504606846976 THEN due_order - 1152921504606846976 + 70368744177662
    ELSE due_order END;
CREATE INDEX cases_turn_served ON cases (turn, served_order, number);
CREATE INDEX cases_unowned_served ON cases (turn, served_order, number) WHERE owner_id IS NULL
