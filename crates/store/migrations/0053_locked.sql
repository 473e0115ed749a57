-- It opens with a password only: nobody can look for harm in it, or read it (C13).
ALTER TABLE files ADD COLUMN locked {int} NOT NULL DEFAULT 0
