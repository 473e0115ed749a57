-- What staff write once for many readers (B4): a row that finds it, and what readers see of it.
CREATE TABLE articles (
    id {int} PRIMARY KEY,
    version {int} NOT NULL,
    head {bytes} NOT NULL,
    sort {text} NOT NULL,
    -- draft, published, withdrawn.
    state {text} NOT NULL,
    audience {text} NOT NULL,
    until_day {text},
    -- What is worked on is not what readers see.
    ahead {int} NOT NULL,
    review_asked {int} NOT NULL,
    writer_id {int} REFERENCES people (id),
    published_at {int},
    reviewed_at {int},
    changed_at {int} NOT NULL,
    -- Readers whom it helped, and whom it did not.
    helped {int} NOT NULL DEFAULT 0,
    failed {int} NOT NULL DEFAULT 0
) {strict};
CREATE INDEX articles_shown ON articles (published_at, id) WHERE state = 'published';
CREATE INDEX articles_changed ON articles (changed_at, id);

-- Title and body in one language: what is worked on, and what readers see.
CREATE TABLE article_texts (
    article_id {int} NOT NULL REFERENCES articles (id),
    language {text} NOT NULL,
    draft_title {text} NOT NULL,
    draft_body {text} NOT NULL,
    title {text},
    body {text},
    PRIMARY KEY (article_id, language)
) {strict};

CREATE TABLE article_products (
    article_id {int} NOT NULL REFERENCES articles (id),
    product {text} NOT NULL,
    PRIMARY KEY (article_id, product)
) {strict};

-- Plans or accounts for which it is meant, where it is not for all.
CREATE TABLE article_readers (
    article_id {int} NOT NULL REFERENCES articles (id),
    reader {text} NOT NULL,
    PRIMARY KEY (article_id, reader)
) {strict}
