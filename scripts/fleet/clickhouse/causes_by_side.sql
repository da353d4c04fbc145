-- As ../causes_by_side.sql.
SELECT cause_side, if(cause = '', 'none', cause) AS finding, count() AS messages, uniqExact(host) AS hosts, minIf(created, created > 0) AS oldest
FROM messages
WHERE (host, capture) GLOBAL IN (SELECT host, max(capture) FROM captures GROUP BY host)
GROUP BY cause_side, finding
ORDER BY messages DESC, cause_side, finding
