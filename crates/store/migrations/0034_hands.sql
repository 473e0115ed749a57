-- What staff's hands do with cases (K3): how they stand to each other, which go on within which, the words on them, and macros.
ALTER TABLE cases ADD COLUMN links {text};
ALTER TABLE cases ADD COLUMN merged {text};
ALTER TABLE cases ADD COLUMN carries {text};
ALTER TABLE cases ADD COLUMN tags {text};

-- A word: one of the desk's, named there, or one that staff found. What was joined to another is read as that one.
CREATE TABLE tags (
    id {int} PRIMARY KEY,
    -- `desk:` and the id there, or `own:` and the word as it is told apart from others.
    key {text} NOT NULL,
    -- As it is shown; of the desk's, its id there.
    word {text} NOT NULL,
    desk_key {text},
    joined_id {int} REFERENCES tags (id),
    made_at {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX tags_key_key ON tags (key);

-- Worked out from the cases, for finding them.
CREATE TABLE case_tags (
    case_id {int} NOT NULL REFERENCES cases (id),
    tag_id {int} NOT NULL REFERENCES tags (id),
    PRIMARY KEY (case_id, tag_id)
) {strict};
CREATE INDEX case_tags_tag ON case_tags (tag_id, case_id);

-- Texts that staff write once: a person's own, or a team's.
CREATE TABLE macros (
    id {int} PRIMARY KEY,
    version {int} NOT NULL,
    person_id {int} NOT NULL REFERENCES people (id),
    team_id {int} REFERENCES teams (id),
    body {text} NOT NULL,
    changed_at {int} NOT NULL
) {strict};
CREATE INDEX macros_person ON macros (person_id, id) WHERE team_id IS NULL;
CREATE INDEX macros_team ON macros (team_id, id) WHERE team_id IS NOT NULL
