-- From where somebody signed in, as the browser says of itself: for their own eyes.
ALTER TABLE sign_ins ADD COLUMN agent {text};
ALTER TABLE sign_ins ADD COLUMN address {text};

-- Codes sent by mail to those who have forgotten their password: the latest of each person, as a digest, for a few minutes.
CREATE TABLE codes (
    person_id {int} PRIMARY KEY REFERENCES people (id),
    digest {bytes} NOT NULL,
    made_at {int} NOT NULL
) {strict}
