-- How an agent chose to work in sessions (L1), single or multi, and how many they have started: each start is decided on the count
-- before it, so that of two at once the second sees the first.
CREATE TABLE session_choices (
    person_id {int} PRIMARY KEY REFERENCES people (id),
    mode {text},
    starts {int} NOT NULL,
    changed_at {int} NOT NULL
) {strict}
