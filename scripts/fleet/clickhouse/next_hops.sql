-- As ../next_hops.sql.
SELECT if(server = '', 'none', server) AS next_hop, state, reason,
       count() AS messages, uniqExact(host) AS hosts, minIf(created, created > 0) AS oldest
FROM messages
WHERE (host, capture) GLOBAL IN (SELECT host, max(capture) FROM captures GROUP BY host)
GROUP BY next_hop, state, reason
ORDER BY messages DESC, next_hop, state, reason
