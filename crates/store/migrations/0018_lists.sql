-- What else a company's list sorts by.
ALTER TABLE cases ADD COLUMN environment_key {text} NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN centre_key {text} NOT NULL DEFAULT '';
ALTER TABLE cases ADD COLUMN reference_key {text} NOT NULL DEFAULT '';
UPDATE cases SET environment_key = coalesce(environment, ''), reference_key = coalesce(source_id, ''),
    centre_key = coalesce(promise{json} ->> 'centre', '');
CREATE INDEX cases_account_due ON cases (account_id, shelf, due_order, number);
CREATE INDEX cases_account_environment ON cases (account_id, shelf, environment_key, number);
CREATE INDEX cases_account_centre ON cases (account_id, shelf, centre_key, number);
CREATE INDEX cases_account_reference ON cases (account_id, shelf, reference_key, number);
CREATE INDEX cases_account_tier ON cases (account_id, shelf, tier, number);

-- The lists of each person: the columns that they chose, and the views that they saved.
CREATE TABLE list_settings (
    person_id {int} PRIMARY KEY REFERENCES people (id),
    version {int} NOT NULL,
    body {text} NOT NULL
) {strict};

-- Lists that are made into files, for one reader each, and for a while.
CREATE TABLE list_files (
    digest {bytes} PRIMARY KEY,
    person_id {int} NOT NULL REFERENCES people (id),
    wanted {text} NOT NULL,
    state {text} NOT NULL,
    counted {int} NOT NULL,
    total {int} NOT NULL,
    made_at {int} NOT NULL,
    -- The last sign of whoever makes it.
    seen_at {int} NOT NULL,
    -- The rights that it was made under.
    scope {text}
) {strict};
CREATE INDEX list_files_person ON list_files (person_id, made_at);
CREATE INDEX list_files_made ON list_files (made_at);

CREATE TABLE list_file_parts (
    digest {bytes} NOT NULL REFERENCES list_files (digest),
    place {int} NOT NULL,
    bytes {bytes} NOT NULL,
    PRIMARY KEY (digest, place)
) {strict}
