-- As ../sources.sql.
SELECT source_kind AS kind, source, count() AS messages, uniqExact(host) AS hosts, max(created) AS newest
FROM messages
WHERE (host, capture) GLOBAL IN (SELECT host, max(capture) FROM captures GROUP BY host)
GROUP BY kind, source
ORDER BY messages DESC, kind, source
