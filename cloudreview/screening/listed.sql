-- What is each party of a register, and which of some countries do its attributes name?
-- A kind of 3 is one that nobody tells; what is told and no kind may be an individual, of whom a register settles nothing.
-- A country is its position in the list; 0 is none, or what is no country.
SELECT
    party,
    hash(party) AS hashed,
    CASE kind WHEN 'company' THEN 0 WHEN 'person' THEN 1 WHEN 'government' THEN 2 WHEN 'agency' THEN 2 ELSE
        CASE lower(kind) WHEN 'company' THEN 0 WHEN 'government' THEN 2 WHEN 'agency' THEN 2 ELSE
            CASE WHEN coalesce(kind, '') = '' THEN 3 ELSE 1 END END END::TINYINT AS kind,
    coalesce(list_position($countries, upper(organised_in)), 0)::UTINYINT AS organised,
    coalesce(list_position($countries, upper(principal_place_of_business)), 0)::UTINYINT AS seated
FROM {listed}
