-- Sheets are read with their columns, and those of secrets are kept masked: what was kept of them before is read once more (B4, V-37).
DELETE FROM file_texts WHERE file_id IN (SELECT id FROM files WHERE kind IN ('ods', 'xlsx'))
