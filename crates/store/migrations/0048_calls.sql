-- Since when a call is owed by the rule for the severity: a call that had begun before is not it.
ALTER TABLE cases ADD COLUMN call_owed_since {int};
UPDATE cases SET call_owed_since = (
    SELECT max(e.at) FROM events e
    WHERE e.stream = 'case' AND e.stream_id = cases.id AND e.body LIKE '%"call_owed":true%'
) WHERE call_owed = 1
