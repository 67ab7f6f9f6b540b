-- Which principals do the records of the period name, and with which numbers?
SELECT DISTINCT principal, "number"
FROM read_parquet($files)
WHERE "at" >= $since AND "at" < $until AND principal IS NOT NULL
ORDER BY 1, 2 NULLS FIRST
