-- Cases of which somebody wants no mail any more but what must be known (H7).
CREATE TABLE mutes (
    person_id {int} NOT NULL,
    case_id {int} NOT NULL REFERENCES cases (id),
    since_at {int} NOT NULL,
    PRIMARY KEY (person_id, case_id)
) {strict}
