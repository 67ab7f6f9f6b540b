-- When did a request change or stop a trail, by kind of log and account, and which trail does it name?
SELECT c.log, e.account, e."at", e.object
FROM read_parquet($files) AS e
JOIN changes AS c ON c.service = e.service AND c.action = e.action
WHERE e."at" >= $since AND e."at" < $until AND e.error IS NULL
ORDER BY 1, 2 NULLS FIRST, 3, 4 NULLS FIRST
