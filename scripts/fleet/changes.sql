-- What came, went and stayed from the capture before the newest to the newest, by
-- host: spoolscope diff of the two archives. A message is the same if queue, id and
-- time of arrival are.
WITH pairs AS (
  SELECT host, list(DISTINCT capture ORDER BY capture DESC) AS times FROM captures WHERE capture IS NOT NULL GROUP BY host HAVING count(DISTINCT capture) > 1
), seen AS (
  SELECT m.host, m.queue, m.id, m.created, times[2] AS earlier, times[1] AS later,
         max(CASE WHEN m.capture = times[2] THEN 1 ELSE 0 END) AS before, max(CASE WHEN m.capture = times[1] THEN 1 ELSE 0 END) AS after
  FROM all_messages AS m JOIN pairs USING (host)
  WHERE m.capture IN (times[1], times[2])
  GROUP BY ALL
)
SELECT p.host, p.times[2] AS earlier, p.times[1] AS later,
       coalesce(sum(after) - sum(before * after), 0)::BIGINT AS came, coalesce(sum(before) - sum(before * after), 0)::BIGINT AS went, coalesce(sum(before * after), 0)::BIGINT AS stayed
FROM pairs AS p LEFT JOIN seen USING (host)
GROUP BY ALL
ORDER BY came + went DESC, host;
