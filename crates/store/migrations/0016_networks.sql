-- The networks that a token is bound to, with blanks between; from everywhere where there are none (V-39).
ALTER TABLE tokens ADD COLUMN networks {text} NOT NULL DEFAULT ''
