-- Which places do the attributes of a register's parties name?
SELECT DISTINCT upper(organised_in) AS place FROM {listed}
UNION
SELECT DISTINCT upper(principal_place_of_business) FROM {listed}
