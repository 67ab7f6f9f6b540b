-- Who asked what of which store and dataset, how often, how much, and from when to when?
-- One request is counted once, whichever logs tell of it and however often it was delivered. Where two records of one
-- request name different actors, or differ on whether it failed, the request is told as disputed under each actor. A
-- name that is less exact contradicts no other; of several objects of one request some may fail and some not.
WITH told AS (
  SELECT
    CASE m.target WHEN 'key' THEN e."key" WHEN 'store' THEN e.store END AS target,
    e.object,
    c.identity AS principal,
    CASE WHEN c.exact THEN c.identity END AS exact,
    e.log,
    e."at",
    e.place,
    e.bytes,
    e.error IS NOT NULL AS failed,
    m.harm,
    m.kind = 'metadata' AS metadata,
    m.sure,
    m.whole,
    m.listed,
    CASE
      WHEN e.request_id IS NOT NULL THEN 'request ' || e.request_id
      WHEN e.event_id IS NOT NULL THEN 'event ' || e.event_id
      ELSE 'record ' || e.place
    END AS request
  FROM read_parquet($files) AS e
  JOIN meaning AS m
    ON m.service = coalesce(e.service, '') AND m.action = coalesce(e.action, '') AND m.klass = e.klass
  LEFT JOIN numbered AS n ON n.principal = e.principal AND n."number" IS NOT DISTINCT FROM e."number"
  LEFT JOIN callers AS c ON c.principal = coalesce(n.name, e.principal)
  WHERE e."at" >= $since AND e."at" < $until
),
requests AS (
  SELECT
    coalesce(p.store, t.target, '') AS store,
    p.dataset,
    t.harm,
    t.request,
    bool_or(p.certain AND (p.prefix = '' OR t.whole OR t.object IS NOT NULL)) AS certain,
    bool_or(t.sure) AS sure,
    bool_or(t.listed) AS listed,
    bool_and(t.metadata) AS metadata,
    bool_and(t.failed) AS failed,
    bool_and(t.failed) <> bool_or(t.failed) AND (
      min(t.object) IS NOT DISTINCT FROM max(t.object)
      OR min(t.log) IS DISTINCT FROM min(CASE WHEN NOT t.failed THEN t.log END)
      OR max(t.log) IS DISTINCT FROM max(CASE WHEN NOT t.failed THEN t.log END)
    ) AS differs,
    coalesce(min(t.exact), min(t.principal)) AS lowest,
    coalesce(max(t.exact), min(t.principal)) AS highest,
    min(t."at") AS "at",
    min(t.place) AS place,
    max(t.bytes) AS bytes,
    count(*) AS records
  FROM told AS t
  LEFT JOIN placed AS p
    ON p.target = t.target
    AND t."at" >= p.since AND t."at" < p.until
    AND (p.prefix = '' OR t.whole OR t.object IS NULL OR starts_with(t.object, p.prefix))
  GROUP BY 1, 2, 3, 4
),
located AS (
  -- Requests that read something which one record does not name and another does.
  SELECT DISTINCT r.request
  FROM requests AS r
  JOIN (SELECT request FROM requests WHERE store = '') AS n ON n.request = r.request
  WHERE r.harm = 'read' AND r.store <> ''
),
placeable AS (
  SELECT * FROM requests WHERE store <> '' OR harm <> 'read' OR request NOT IN (SELECT request FROM located)
),
asked AS (
  SELECT *, lowest AS principal, differs OR lowest IS DISTINCT FROM highest AS disputed FROM placeable
  UNION ALL
  SELECT *, highest AS principal, true AS disputed FROM placeable WHERE lowest <> highest
)
SELECT
  a.store,
  a.dataset,
  coalesce(a.principal, '') AS principal,
  s.slice,
  a.harm,
  CASE WHEN a.failed THEN 'denied' WHEN a.metadata THEN 'metadata' ELSE 'did' END AS outcome,
  coalesce(a.certain, a.dataset IS NULL) AS certain,
  a.sure,
  a.listed,
  a.disputed,
  count(*) AS requests,
  sum(a.bytes) AS bytes,
  sum(a.records) AS records,
  min(a."at") AS first,
  max(a."at") AS last,
  min((a."at", a.place), 20) AS places
FROM asked AS a
LEFT JOIN slices AS s
  ON s.principal = a.principal AND a."at" >= s.since AND a."at" < s.until
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
ORDER BY 1, 2 NULLS FIRST, 3, 4 NULLS FIRST, 5, 6, 7, 8, 9, 10
