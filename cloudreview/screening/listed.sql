-- What is each party of a register, and what do its attributes say of the limbs that turn on law and place?
-- Numbers of docs/truth.md: 0 refuted, 1 unknown, 3 supported. A kind of 3 is one that nobody tells.
SELECT
    party,
    hash(party) AS hashed,
    CASE kind WHEN 'company' THEN 0 WHEN 'person' THEN 1 WHEN 'government' THEN 2 WHEN 'agency' THEN 2 ELSE 3 END::TINYINT AS kind,
    CASE WHEN organised_in IS NULL THEN 1 WHEN list_contains($hostile, organised_in) THEN 3 ELSE 0 END::TINYINT AS organised,
    CASE WHEN organised_in IS NULL THEN 1 WHEN list_contains($home, organised_in) THEN 0 ELSE 3 END::TINYINT AS abroad,
    CASE WHEN principal_place_of_business IS NULL THEN 1
         WHEN list_contains($hostile, principal_place_of_business) THEN 3 ELSE 0 END::TINYINT AS seated
FROM {listed}
