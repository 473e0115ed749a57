-- Another mail address by which somebody wants to be known (A5): shown by a link to the new one, then told to the old one with a way to
-- stop it, and due after a while. The secrets of both links as digests; one wish for each person, the latest.
CREATE TABLE address_wishes (
    person_id {int} PRIMARY KEY,
    email {text} NOT NULL,
    proof {bytes} NOT NULL,
    made_at {int} NOT NULL,
    stop {bytes},
    due_at {int}
) {strict};
CREATE INDEX address_wishes_stop ON address_wishes (stop);
CREATE INDEX address_wishes_due ON address_wishes (due_at)
