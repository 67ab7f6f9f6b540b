-- Which actions stand in the logs of the period, and in which class?
SELECT
  coalesce(service, '') AS service,
  coalesce(action, '') AS action,
  klass,
  bool_and(coalesce(read_only, false)) AS read_only
FROM read_parquet($files)
WHERE "at" >= $since AND "at" < $until
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
