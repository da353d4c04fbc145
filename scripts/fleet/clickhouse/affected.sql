-- As ../affected.sql; change the domain in the query.
SELECT if(`from` = '', 'none', `from`) AS sender, sum(first_of_domain) AS messages, count() AS recipients, uniqExact(host) AS hosts, max(age) AS oldest_seconds
FROM recipients
WHERE domain = 'example.com' AND (host, capture) GLOBAL IN (SELECT host, max(capture) FROM captures GROUP BY host)
GROUP BY sender
ORDER BY messages DESC, sender
