-- Texts that were erased, by stream: whether a story is still the one that was read is asked of these few, not of all its texts.
CREATE INDEX prose_gone_idx ON prose (stream, stream_id) WHERE body IS NULL
