-- Several companies that report the same trouble (E3): staff are told until they say that it is not the same, or until its cases are
-- an incident's or over.
CREATE TABLE surges (
    id {int} PRIMARY KEY,
    product {text} NOT NULL,
    begun_at {int} NOT NULL,
    -- When the latest of its cases came.
    changed_at {int} NOT NULL,
    dismissed_at {int},
    dismissed_by {int} REFERENCES people (id)
) {strict};
CREATE INDEX surges_open ON surges (changed_at, id) WHERE dismissed_at IS NULL;

-- A case is in one at a time, and stays in one that was dismissed.
CREATE TABLE surge_cases (
    case_id {int} PRIMARY KEY REFERENCES cases (id),
    surge_id {int} NOT NULL REFERENCES surges (id)
) {strict};
CREATE INDEX surge_cases_surge ON surge_cases (surge_id, case_id)
