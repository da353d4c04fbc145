-- What came, went and stayed from the capture before the newest to the newest, by
-- host: spoolscope diff of the two archives. A message is the same if its queue, ID
-- and time of arrival are the same.
WITH pairs AS (
  SELECT row_number() OVER () AS pair, host, list(DISTINCT capture ORDER BY capture DESC) AS times FROM captures WHERE capture IS NOT NULL GROUP BY host HAVING count(DISTINCT capture) > 1
), earlier AS (
  SELECT pair, queue, id, created FROM all_messages AS m JOIN pairs USING (host) WHERE m.capture = times[2]
), later AS (
  SELECT pair, queue, id, created FROM all_messages AS m JOIN pairs USING (host) WHERE m.capture = times[1]
), counted AS (
  SELECT pair, sum(before)::BIGINT AS before, sum(after)::BIGINT AS after, sum(stayed)::BIGINT AS stayed
  FROM (
    SELECT pair, count(*) AS before, 0 AS after, 0 AS stayed FROM earlier GROUP BY pair
    UNION ALL SELECT pair, 0, count(*), 0 FROM later GROUP BY pair
    UNION ALL SELECT pair, 0, 0, count(*) FROM earlier AS e SEMI JOIN later AS l ON e.pair = l.pair AND e.id = l.id AND e.queue = l.queue AND e.created IS NOT DISTINCT FROM l.created GROUP BY pair
  )
  GROUP BY pair
)
SELECT host, times[2] AS earlier, times[1] AS later,
       coalesce(after - stayed, 0) AS came, coalesce(before - stayed, 0) AS went, coalesce(stayed, 0) AS stayed
FROM pairs LEFT JOIN counted USING (pair)
ORDER BY came + went DESC, host;
