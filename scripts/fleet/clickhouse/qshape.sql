-- As ../qshape.sql.
SELECT domain, count() AS total,
       countIf(age <= 300) AS `5m`,
       countIf(age > 300 AND age <= 1200) AS `20m`,
       countIf(age > 1200 AND age <= 3600) AS `1h`,
       countIf(age > 3600 AND age <= 14400) AS `4h`,
       countIf(age > 14400 AND age <= 43200) AS `12h`,
       countIf(age > 43200 AND age <= 86400) AS `1d`,
       countIf(age > 86400 AND age <= 172800) AS `2d`,
       countIf(age > 172800 AND age <= 259200) AS `3d`,
       countIf(age > 259200 AND age <= 432000) AS `5d`,
       countIf(age > 432000) AS older
FROM recipients
WHERE first_of_domain AND domain != '' AND (host, capture) GLOBAL IN (SELECT host, max(capture) FROM captures GROUP BY host)
GROUP BY domain
ORDER BY total DESC, domain
