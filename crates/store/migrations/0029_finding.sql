-- What finding takes up anew although no event says so: a text was erased, a file was looked through.
CREATE TABLE retakes (
    seq {sequence},
    tx {int} NOT NULL DEFAULT {transaction},
    stream {text} NOT NULL,
    stream_id {int} NOT NULL
) {strict};
CREATE UNIQUE INDEX retakes_tx_seq_key ON retakes (tx, seq);
