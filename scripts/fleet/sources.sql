-- The top sources: which scripts, logins and clients fill the queues, and of how many
-- hosts. It is spoolscope group --by source, added up.
SELECT source_kind AS kind, source, count(*) AS messages, count(DISTINCT host) AS hosts, max(created) AS newest
FROM messages
GROUP BY ALL
ORDER BY messages DESC, kind, source;
