-- Causes by the side that can remove them. Each message counts once, for its
-- weightiest cause: as in spoolscope summary --prometheus, added up.
SELECT cause_side, coalesce(cause, 'none') AS finding, count(*) AS messages, count(DISTINCT host) AS hosts, min(created) AS oldest
FROM messages
GROUP BY ALL
ORDER BY messages DESC, cause_side, finding;
