-- The views of staff's list that a team shares, and with which of them it begins.
CREATE TABLE team_views (
    team_id {int} PRIMARY KEY REFERENCES teams (id),
    version {int} NOT NULL,
    body {text} NOT NULL
) {strict};
