-- Why the scanner would not look through a file: too-large, hung-up, slow, unread, or "said" and its words.
ALTER TABLE files ADD COLUMN not_scanned {text};
-- When it was looked through for harm.
ALTER TABLE files ADD COLUMN scanned_at {int};

-- Places whose bytes nothing needs from a moment on: what a masked file first arrived as, what lies there before it is offered.
CREATE TABLE left_places (
    place {text} PRIMARY KEY,
    due_at {int} NOT NULL
) {strict}
