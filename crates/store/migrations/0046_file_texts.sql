-- What a file says, where that takes long to read: worked out from its bytes, and gone with them (B4).
CREATE TABLE file_texts (
    file_id {int} PRIMARY KEY REFERENCES files (id),
    body {text} NOT NULL
) {strict}
