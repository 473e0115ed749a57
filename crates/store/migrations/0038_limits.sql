-- How often something was tried, for all nodes: by a keyed digest, the moment at which all is given back (A-19).
CREATE TABLE limits (
    key {text} PRIMARY KEY,
    full_at {int} NOT NULL
) {strict};
CREATE INDEX limits_full_at ON limits (full_at);
