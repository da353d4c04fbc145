-- How many messages reach their queue lifetime and are given up, within a time after
-- the capture, if none is delivered before; each number includes those before it. It
-- is the forecast of spoolscope summary.
SELECT coalesce(host, 'unknown') AS server,
       count(*) FILTER (given_up <= capture) AS overdue,
       count(*) FILTER (given_up <= capture + INTERVAL 6 HOUR) AS within_6h,
       count(*) FILTER (given_up <= capture + INTERVAL 24 HOUR) AS within_24h,
       count(*) FILTER (given_up <= capture + INTERVAL 72 HOUR) AS within_72h,
       count(*) FILTER (given_up <= capture + INTERVAL 24 HOUR AND "from" = '<>') AS without_sender_24h
FROM messages
WHERE age IS NOT NULL
GROUP BY ALL
ORDER BY within_24h DESC, server;
