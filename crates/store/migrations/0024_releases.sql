-- The agent who looks after an account's success (C2, K5).
ALTER TABLE accounts ADD COLUMN success_manager_id {int} REFERENCES people (id);

-- Software that is given out (B6). Its file lies where all files do, and goes to no case.
CREATE TABLE releases (
    id {int} PRIMARY KEY,
    product {text} NOT NULL,
    name {text} NOT NULL,
    version {text} NOT NULL,
    note {text} NOT NULL,
    file_id {int} NOT NULL REFERENCES files (id),
    published_at {int} NOT NULL,
    published_by {int} NOT NULL REFERENCES people (id),
    withdrawn_at {int},
    withdrawn_by {int} REFERENCES people (id)
) {strict};
CREATE UNIQUE INDEX releases_product_name_version_key ON releases (product, name, version) WHERE withdrawn_at IS NULL;
ALTER TABLE files ADD COLUMN release_id {int};
