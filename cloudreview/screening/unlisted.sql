-- Whom do interests name whom no row lists?
SELECT file_row_number AS row, holder, subject FROM {interests} WHERE file_row_number IN (SELECT unnest($rows))
