-- Articles in the order in which they are read, for the first page of those whom they are meant for (B1).
CREATE TABLE reading_lists (
    id {int} PRIMARY KEY,
    version {int} NOT NULL,
    -- Lists stand in this order.
    place {int} NOT NULL,
    body {text} NOT NULL,
    changed_at {int} NOT NULL,
    changed_by {int} NOT NULL REFERENCES people (id)
) {strict}
