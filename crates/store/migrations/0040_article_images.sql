-- Images of articles (B4), made anew from what was handed in. Their bytes lie where all files do, each in one piece.
CREATE TABLE images (
    id {int} PRIMARY KEY,
    -- Where the bytes lie, and the name of the piece there; says nothing of what they are.
    place {text} NOT NULL,
    part {text} NOT NULL,
    person_id {int} NOT NULL REFERENCES people (id),
    name {text} NOT NULL,
    -- png, jpg, gif, webp: what it holds.
    kind {text} NOT NULL,
    bytes {int} NOT NULL,
    sha256 {text} NOT NULL,
    width {int} NOT NULL,
    height {int} NOT NULL,
    -- ready, held (not looked through for harm yet), threat.
    state {text} NOT NULL,
    created_at {int} NOT NULL,
    -- When an article first named it; from then on it stays.
    used_at {int},
    removed_at {int}
) {strict};
CREATE UNIQUE INDEX images_place_key ON images (place);
CREATE INDEX images_waiting ON images (person_id, id) WHERE used_at IS NULL AND removed_at IS NULL;
CREATE INDEX images_stale ON images (created_at) WHERE used_at IS NULL AND removed_at IS NULL;
CREATE INDEX images_held ON images (id) WHERE state = 'held' AND removed_at IS NULL;
CREATE INDEX images_removed ON images (id) WHERE removed_at IS NOT NULL;

-- Which images the versions of an article have named, and which of them readers see.
CREATE TABLE article_images (
    article_id {int} NOT NULL REFERENCES articles (id),
    image_id {int} NOT NULL,
    shown {int} NOT NULL,
    PRIMARY KEY (article_id, image_id)
) {strict};
CREATE INDEX article_images_image ON article_images (image_id)
