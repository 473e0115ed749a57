-- What a reader made of an article, each reader once: for writers, as sums (B3).
CREATE TABLE article_uses (
    article_id {int} NOT NULL REFERENCES articles (id),
    person_id {int} NOT NULL REFERENCES people (id),
    account_id {int} NOT NULL REFERENCES accounts (id),
    shown_at {int},
    opened_at {int},
    solved_at {int},
    -- When they opened a case although it had been shown.
    followed_at {int},
    PRIMARY KEY (article_id, person_id)
) {strict};
CREATE INDEX article_uses_shown ON article_uses (person_id, shown_at);

-- What was looked for in vain, by a keyed digest; the words themselves are kept once enough accounts typed them (B4).
CREATE TABLE missed_words (
    digest {text} PRIMARY KEY,
    words {text},
    -- Writers have seen to it, or do not want to see it.
    settled_at {int}
) {strict};
CREATE TABLE missed_searches (
    digest {text} NOT NULL REFERENCES missed_words (digest),
    account_id {int} NOT NULL REFERENCES accounts (id),
    times {int} NOT NULL,
    -- Of those, how often something was found that nobody opened.
    unopened {int} NOT NULL,
    last_at {int} NOT NULL,
    PRIMARY KEY (digest, account_id)
) {strict};
CREATE INDEX missed_searches_last ON missed_searches (last_at)
