# Covering a secret in what was said
redaction-link = Redact
redaction-title = Redact part of what was written
redaction-lead = Passwords and the like, which must not stay here, are replaced by “■■■■” wherever they stand in this entry. Nothing else changes.
redaction-hint = One a line, { $n } at most. Enter each as it stands in the text.
redaction-warning = What is redacted is erased from the records too and cannot be brought back. Mails that were already delivered keep it. If it may have leaked, ask the customer to change it.
redaction-go = Redact
redaction-back = Back without changes
field-words = Words to redact
wrong-not-there = None of these words stands in the text. Enter them as they stand there.
did-redact = Redacted part of a message.
did-redact-note = Redacted part of an internal note.
