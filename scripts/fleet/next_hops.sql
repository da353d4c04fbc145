-- Statuses by next hop, across hosts: which remote servers hold mail up, and with
-- which words. Without the reason it is spoolscope group --by server, added up.
SELECT coalesce(server, 'none') AS next_hop, state, reason,
       count(*) AS messages, count(DISTINCT host) AS hosts, min(created) AS oldest
FROM messages
GROUP BY ALL
ORDER BY messages DESC, next_hop, state, reason;
