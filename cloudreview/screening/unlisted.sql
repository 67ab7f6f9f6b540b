-- What are the ends called that no row lists? Places as in `ends.sql`.
SELECT file_row_number AS place, holder AS party FROM {interests} WHERE place IN (SELECT unnest($strange))
UNION ALL
SELECT -1 - file_row_number AS place, subject FROM {interests} WHERE place IN (SELECT unnest($strange))
