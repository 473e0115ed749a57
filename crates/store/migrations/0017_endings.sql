-- A customer who was reminded, and has said nothing since (C14).
ALTER TABLE cases ADD COLUMN silence {text}
