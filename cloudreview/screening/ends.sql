-- Which parties of the register does each interest join, by number? Null: no row lists the party.
WITH numbered AS (SELECT file_row_number, party FROM {listed})
SELECT h.file_row_number::INTEGER AS holder, s.file_row_number::INTEGER AS subject, told.file_row_number AS row
FROM {interests} AS told
LEFT JOIN numbered AS h ON h.party = told.holder
LEFT JOIN numbered AS s ON s.party = told.subject
