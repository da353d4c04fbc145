-- As ../forecast.sql.
SELECT if(host = '', 'unknown', host) AS server,
       countIf(given_up > 0 AND given_up <= capture) AS overdue,
       countIf(given_up > 0 AND given_up <= capture + 6 * 3600) AS within_6h,
       countIf(given_up > 0 AND given_up <= capture + 24 * 3600) AS within_24h,
       countIf(given_up > 0 AND given_up <= capture + 72 * 3600) AS within_72h,
       countIf(given_up > 0 AND given_up <= capture + 24 * 3600 AND `from` = '<>') AS without_sender_24h
FROM messages
WHERE isNotNull(age) AND (host, capture) GLOBAL IN (SELECT host, max(capture) FROM captures GROUP BY host)
GROUP BY server
ORDER BY within_24h DESC, server
