ALTER TABLE commitments ADD COLUMN finding VARCHAR;
COMMENT ON COLUMN commitments.finding IS 'Finding of the problem it stands in; NULL outside one.';
UPDATE commitments SET finding = p.finding FROM problems p WHERE p.problem_id = commitments.problem_id;
