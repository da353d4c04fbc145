-- Destinations by age at the capture, in the columns of qshape, over all hosts. A
-- message counts once for each domain, as in spoolscope group --by domain.
SELECT domain, count(*) AS total,
       count(*) FILTER (age <= 300) AS "5m",
       count(*) FILTER (age > 300 AND age <= 1200) AS "20m",
       count(*) FILTER (age > 1200 AND age <= 3600) AS "1h",
       count(*) FILTER (age > 3600 AND age <= 14400) AS "4h",
       count(*) FILTER (age > 14400 AND age <= 43200) AS "12h",
       count(*) FILTER (age > 43200 AND age <= 86400) AS "1d",
       count(*) FILTER (age > 86400 AND age <= 172800) AS "2d",
       count(*) FILTER (age > 172800 AND age <= 259200) AS "3d",
       count(*) FILTER (age > 259200 AND age <= 432000) AS "5d",
       count(*) FILTER (age > 432000) AS older
FROM recipients
WHERE first_of_domain AND domain IS NOT NULL
GROUP BY domain
ORDER BY total DESC, domain;
