-- Which records tell no time, by store and class?
SELECT store, klass, count(*) AS records, min(place) AS place
FROM read_parquet($files)
WHERE "at" IS NULL
GROUP BY 1, 2
ORDER BY 1 NULLS FIRST, 2
