CREATE OR REPLACE VIEW claims_and_counts AS
WITH claims AS (
    SELECT parse_id,
        max(value) FILTER (key = 'problems') AS problems, max(value) FILTER (key = 'detailed_problems') AS detailed_problems,
        max(value) FILTER (key = 'measures') AS measures, max(value) FILTER (key = 'completed') AS completed,
        max(value) FILTER (key = 'basically_completed') AS basically_completed,
        max(value) FILTER (key = 'in_progress') AS in_progress, max(day) FILTER (key = 'as_of') AS as_of
    FROM current_figures GROUP BY parse_id
), counts AS (SELECT parse_id, sum(measures) AS measures FROM problems GROUP BY parse_id)
SELECT n.notice_id, n.publisher, n.title, n.published_on, c.as_of AS claimed_as_of,
    c.problems AS claimed_problems, c.detailed_problems AS claimed_detailed_problems, n.problems AS read_problems,
    c.measures AS claimed_measures, m.measures AS read_measures,
    c.completed AS claimed_completed, n.completed AS read_completed,
    c.basically_completed AS claimed_basically_completed, n.basically_completed AS read_basically_completed,
    c.in_progress AS claimed_in_progress, n.in_progress AS read_in_progress,
    n.problems - n.completed - n.basically_completed - n.in_progress AS read_without_status
FROM current_notices n
LEFT JOIN claims c USING (parse_id)
LEFT JOIN counts m USING (parse_id);
COMMENT ON VIEW claims_and_counts IS 'What a notice''s own tally says beside what its items show.';
COMMENT ON COLUMN claims_and_counts.notice_id IS 'Notice.';
COMMENT ON COLUMN claims_and_counts.publisher IS 'Body that answers for it.';
COMMENT ON COLUMN claims_and_counts.title IS 'Title.';
COMMENT ON COLUMN claims_and_counts.published_on IS 'Publication day.';
COMMENT ON COLUMN claims_and_counts.claimed_as_of IS 'Day of the tally.';
COMMENT ON COLUMN claims_and_counts.claimed_problems IS 'Problems, says the tally.';
COMMENT ON COLUMN claims_and_counts.claimed_detailed_problems IS 'Problems after splitting (细化), says the tally.';
COMMENT ON COLUMN claims_and_counts.read_problems IS 'Problems that stand in the text.';
COMMENT ON COLUMN claims_and_counts.claimed_measures IS 'Measures, says the tally.';
COMMENT ON COLUMN claims_and_counts.read_measures IS 'Measures that stand in the text.';
COMMENT ON COLUMN claims_and_counts.claimed_completed IS 'Completed, says the tally; whether problems or measures, the notice knows.';
COMMENT ON COLUMN claims_and_counts.read_completed IS 'Problems said to be completed one by one.';
COMMENT ON COLUMN claims_and_counts.claimed_basically_completed IS 'Basically completed, says the tally.';
COMMENT ON COLUMN claims_and_counts.read_basically_completed IS 'Problems said to be basically completed one by one.';
COMMENT ON COLUMN claims_and_counts.claimed_in_progress IS 'In progress, says the tally.';
COMMENT ON COLUMN claims_and_counts.read_in_progress IS 'Problems said to be in progress one by one.';
COMMENT ON COLUMN claims_and_counts.read_without_status IS 'Problems about which the notice does not say.';
