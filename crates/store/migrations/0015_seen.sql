-- The latest version of a case that somebody has looked at: what was seen needs no mail (H7).
CREATE TABLE seen (
    person_id {int} NOT NULL,
    case_id {int} NOT NULL REFERENCES cases (id),
    version {int} NOT NULL,
    PRIMARY KEY (person_id, case_id)
) {strict}
