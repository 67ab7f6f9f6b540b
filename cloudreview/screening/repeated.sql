-- The parties of a register in which some stand several times: an attribute told in two ways is not settled.
-- Who is told to be of two kinds is of none that there is, and not of one that nobody tells.
SELECT
    party,
    CASE WHEN count(DISTINCT kind) > 1 THEN 'several' ELSE min(kind) END AS kind,
    CASE WHEN count(DISTINCT organised_in) = 1 THEN min(organised_in) END AS organised_in,
    CASE WHEN count(DISTINCT principal_place_of_business) = 1 THEN min(principal_place_of_business) END
        AS principal_place_of_business
FROM {listed}
GROUP BY party
ORDER BY party
