-- The agent who looks after an account's success (C2, K5).
ALTER TABLE accounts ADD COLUMN success_manager_id {int} REFERENCES people (id);
