-- Which stakes are told, and between which bounds, in percent as written?
-- `owning`: 1 equity, 2 votes, 3 either, as nobody says; 0: no ownership whatever its size, or surely not held on the day.
WITH told AS (
    SELECT
        *,
        try_cast("start" AS DATE) AS since,
        try_cast("end" AS DATE) AS until,
        ("start" IS NOT NULL AND since IS NULL) OR ("end" IS NOT NULL AND until IS NULL) AS undated
    FROM {interests}
)
SELECT
    file_row_number AS row,
    CASE
        WHEN coalesce(since > $day + 1, false) OR coalesce(until < $day, false) THEN 0
        WHEN kind IN ('board', 'contract', 'acting_in_concert') THEN 0
        WHEN kind = 'equity' THEN 1
        WHEN kind = 'vote' THEN 2
        ELSE 3
    END::TINYINT AS owning,
    percent_min,
    percent_max,
    -- As of the end of the day. A day without a time is that day in any zone (design, section 5), so around it a stake
    -- may have held, and no more.
    NOT (undated OR coalesce(since > $day, false) OR coalesce(until <= $day, false)) AS sure,
    NOT coalesce(directly, false) AS through,
    coalesce(kind = 'branch', false) AS branch
FROM told
