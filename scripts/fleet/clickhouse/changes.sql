-- As ../changes.sql.
SELECT host, earlier, later,
       sum(after) - sum(before * after) AS came, sum(before) - sum(before * after) AS went, sum(before * after) AS stayed
FROM (
  SELECT host, queue, id, created, earlier, later, max(capture = earlier) AS before, max(capture = later) AS after
  FROM messages
  GLOBAL ANY INNER JOIN (
    SELECT host, arrayReverseSort(groupUniqArray(capture)) AS times, times[2] AS earlier, times[1] AS later
    FROM captures WHERE capture > 0 GROUP BY host HAVING length(times) > 1
  ) USING host
  WHERE capture = earlier OR capture = later
  GROUP BY host, queue, id, created, earlier, later
)
GROUP BY host, earlier, later
ORDER BY came + went DESC, host
