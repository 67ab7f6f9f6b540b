-- Which interests are, or may be, ownership on the day, and between which bounds, in hundredths of a percent?
-- `owning`: 1 equity, 2 votes, 3 either, as nobody says. Left out is what is none, whatever its size, or surely not held.
-- `odd`: percentages that are none or contradict each other; the size is taken as unknown.
WITH
    dated AS (
        SELECT
            *,
            try_cast("start" AS DATE) AS since,
            try_cast("end" AS DATE) AS until,
            -- Days in this order are none: one of them is wrong.
            coalesce(until < since - 2, false) AS crossed,
            crossed OR ("start" IS NOT NULL AND since IS NULL) OR ("end" IS NOT NULL AND until IS NULL) AS undated,
            -- 0.29 % is 29 hundredths and not 28.999999999999996.
            coalesce(percent_min * 100 + 1e-9, 0) AS least,
            coalesce(percent_max * 100 - 1e-9, 10000) AS most
        FROM {interests}
        WHERE
            coalesce(kind NOT IN ('board', 'contract', 'acting_in_concert'), true)
            AND NOT coalesce((since > $day + 1 OR until < $day) AND NOT crossed, false)
    ),
    told AS (
        SELECT
            *,
            CASE kind WHEN 'equity' THEN 1 WHEN 'vote' THEN 2 ELSE 3 END::TINYINT AS owning,
            -- As of the end of the day. A day without a time is that day in any zone (design, section 5), so around it
            -- a stake may have held, and no more. A day with a time may be another one where its zone is far away.
            NOT (
                undated
                OR coalesce(since > $day - (strlen("start") > 10)::INTEGER, false)
                OR coalesce(until <= $day + (strlen("end") > 10)::INTEGER, false)
            ) AS sure,
            NOT coalesce(directly, false) AS through,
            NOT (least >= 0 AND least <= most + 1e-8 AND most <= 10000) AS odd
        FROM dated
    )
SELECT
    file_row_number::INTEGER AS row,
    owning,
    CASE WHEN sure AND NOT through AND NOT odd AND owning < 3 THEN floor(least)::SMALLINT ELSE 0 END AS low,
    CASE WHEN odd THEN 10000 ELSE ceil(most)::SMALLINT END AS high,
    through,
    sure AND NOT odd AND owning < 3 AND most > 0 AS share,
    coalesce(kind = 'branch', false) AS branch,
    odd
FROM told
