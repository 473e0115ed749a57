-- Sessions side by side (L1): up to which version an agent has looked at each of theirs.
ALTER TABLE session_seats ADD COLUMN looked {int} NOT NULL DEFAULT 0;

-- The version at which an invitation was said (L2); nothing for those from before that was kept.
ALTER TABLE session_links ADD COLUMN said {int};

-- When whoever a file is for took it (L3): what nobody takes waits without being asked for. Of those from before, all count as taken.
ALTER TABLE files ADD COLUMN session_taken_at {int};
UPDATE files SET session_taken_at = created_at WHERE session_id IS NOT NULL
