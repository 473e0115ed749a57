-- The private address of a person's news, as a digest.
CREATE TABLE news_addresses (
    person_id {int} PRIMARY KEY REFERENCES people (id),
    digest {bytes} NOT NULL,
    made_at {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX news_addresses_digest_key ON news_addresses (digest);
