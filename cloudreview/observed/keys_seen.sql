-- Which keys do the records of the period name?
SELECT DISTINCT "key"
FROM read_parquet($files)
WHERE "at" >= $since AND "at" < $until AND "key" IS NOT NULL
ORDER BY 1
