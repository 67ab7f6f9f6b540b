-- Which party of the register, by number, is each end of each interest? -1: no row lists it.
-- `place` is the row for the holder, and the row counted from the end for the subject: both in one list, so that the
-- parties are indexed once.
WITH ends AS (
    SELECT file_row_number::INTEGER AS place, holder AS party FROM {interests}
    UNION ALL
    SELECT -1 - file_row_number::INTEGER, subject FROM {interests}
)
SELECT place, coalesce(number, -1) AS number FROM ends LEFT JOIN parties USING (party)
