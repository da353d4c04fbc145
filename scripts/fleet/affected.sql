-- Who is affected by a domain: the senders of mail that waits for it, and on which
-- hosts. SET VARIABLE domain = 'example.com' chooses the domain. A message counts once
-- for its sender: the sum is that domain's number in spoolscope group --by domain.
SELECT coalesce("from", 'none') AS sender, count(*) FILTER (first_of_domain) AS messages, count(*) AS recipients, count(DISTINCT host) AS hosts, max(age) AS oldest_seconds
FROM recipients
WHERE domain = getvariable('domain')
GROUP BY ALL
ORDER BY messages DESC, sender;
