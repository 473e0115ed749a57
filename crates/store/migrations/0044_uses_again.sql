-- An article that is shown once more counts from then, and what it solved is known by the words that were asked (B3).
ALTER TABLE article_uses ADD COLUMN last_shown_at {int};
UPDATE article_uses SET last_shown_at = shown_at;
DROP INDEX article_uses_shown;
CREATE INDEX article_uses_shown ON article_uses (person_id, last_shown_at);

-- Words of what somebody had asked when an article solved it, by keyed digests.
CREATE TABLE article_solved_words (
    article_id {int} NOT NULL REFERENCES articles (id),
    person_id {int} NOT NULL REFERENCES people (id),
    account_id {int} NOT NULL REFERENCES accounts (id),
    digest {text} NOT NULL,
    PRIMARY KEY (article_id, person_id, digest)
) {strict}
