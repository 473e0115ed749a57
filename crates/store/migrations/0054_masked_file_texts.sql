-- What office and PDF files say is kept masked from here on; what was kept before is read once more (B4, V-37).
DELETE FROM file_texts
