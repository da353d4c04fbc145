-- As ../oldest.sql.
SELECT host, capture, count() AS messages, max(age) AS oldest_seconds,
       argMax(concat(queue, '/', id), (ifNull(age, -1), queue, id)) AS message, any(archive) AS archive
FROM messages
WHERE (host, capture) GLOBAL IN (SELECT host, max(capture) FROM captures GROUP BY host)
GROUP BY host, capture
ORDER BY oldest_seconds DESC, host
