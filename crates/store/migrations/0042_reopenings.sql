-- Closed cases whose customer asks for them back (C15) are a queue of their own: with an order, and counted.
CREATE INDEX cases_reopening_asked ON cases (modified_at, number) WHERE reopening_asked = 1;
INSERT INTO counts (dimension, id, list, turn, cases)
    SELECT 'reopening asked', 0, list, turn, count(*) FROM cases WHERE reopening_asked = 1 GROUP BY list, turn
