-- In how many hours of the period does a record of each store and class fall, by kind of log, that nobody speaks for?
WITH hours AS (
  SELECT DISTINCT
    w.store,
    w.klass,
    e.log,
    (e."at"::HUGEINT - $base::HUGEINT) // 3600000000000 AS hour
  FROM read_parquet($files) AS e
  JOIN watched AS w
    ON w.klass = e.klass
    AND w.target = CASE WHEN e.klass = 'key_use' AND e.store IS NULL THEN e."key" ELSE e.store END
  WHERE e."at" >= $since AND e."at" < $until
)
SELECT
  h.store,
  h.klass,
  h.log,
  count(*) AS hours,
  count(*) FILTER (s.store IS NULL) AS unspoken
FROM hours AS h
LEFT JOIN spoken AS s
  ON s.store = h.store AND s.klass = h.klass AND s.log = h.log AND h.hour >= s.first AND h.hour < s.last
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
