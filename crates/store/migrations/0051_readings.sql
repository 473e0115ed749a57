-- Which cases somebody read within the last hour, for all nodes: by a keyed digest of the reader; and when it was told that these were
-- unusually many, and when the reader last showed who they are (V-38, V-39).
CREATE TABLE readings (
    reader {text} NOT NULL,
    number {int} NOT NULL,
    read_at {int} NOT NULL,
    PRIMARY KEY (reader, number)
) {strict};
CREATE INDEX readings_read_at ON readings (read_at);
CREATE TABLE reading_marks (
    reader {text} PRIMARY KEY,
    alarmed_at {int},
    confirmed_at {int}
) {strict}
