-- The oldest message of each host, to open with spoolscope show ID ARCHIVE. The age is
-- that of spoolscope summary --prometheus.
SELECT host, capture, count(*) AS messages, max(age) AS oldest_seconds,
       arg_max(queue || '/' || id, (age, queue, id)) AS message, any_value(archive) AS archive
FROM messages
GROUP BY host, capture
ORDER BY oldest_seconds DESC NULLS LAST, host;
