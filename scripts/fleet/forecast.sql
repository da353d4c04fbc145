-- How many messages reach their queue lifetime and are given up, within a time after
-- the capture, if none is delivered before; each number includes those before it. It
-- is the forecast of spoolscope summary.
SELECT coalesce(host, 'unknown') AS server,
       count(*) FILTER (hours <= 0) AS overdue,
       count(*) FILTER (hours <= 6) AS within_6h,
       count(*) FILTER (hours <= 24) AS within_24h,
       count(*) FILTER (hours <= 72) AS within_72h,
       count(*) FILTER (hours <= 24 AND "from" = '<>') AS without_sender_24h
FROM (SELECT host, "from", (epoch_ms(given_up) - epoch_ms(capture)) / 3600000 AS hours FROM messages WHERE age IS NOT NULL)
GROUP BY ALL
ORDER BY within_24h DESC, server;
