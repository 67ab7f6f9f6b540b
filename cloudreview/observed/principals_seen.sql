-- Which principals do the records of the period name?
SELECT DISTINCT principal
FROM read_parquet($files)
WHERE "at" >= $since AND "at" < $until AND principal IS NOT NULL
ORDER BY 1
