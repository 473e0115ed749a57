-- Which of the desk's milestones is due first, where it is one of these.
ALTER TABLE cases ADD COLUMN due_clock {text}
