CREATE OR REPLACE VIEW current_problems AS
WITH mended AS (
    SELECT target_id AS problem_id, max(value) FILTER (field = 'status') AS status,
        max(value) FILTER (field = 'finding') AS finding, list_sort(list(field)) AS corrected
    FROM corrections WHERE holds AND subject = 'problem' GROUP BY target_id
)
SELECT p.problem_id, p.notice_id, n.publisher, n.title, n.published_on, n.url, p.position, p.path, p.headings,
    coalesce(m.finding, p.finding) AS finding,
    CASE WHEN m.status IS NULL THEN p.status ELSE nullif(m.status, '') END AS status, p.status_text, p.measures,
    p.quote, p.quote_where, p.quote_start, p.quote_end, coalesce(m.corrected, []) AS corrected,
    p.finding AS read_finding, p.status AS read_status, p.parse_id, n.version_id
FROM problems p
JOIN current_notices n USING (parse_id)
LEFT JOIN mended m USING (problem_id);
COMMENT ON VIEW current_problems IS 'Problem of a current version, with the operator''s corrections.';
COMMENT ON COLUMN current_problems.problem_id IS 'Problem.';
COMMENT ON COLUMN current_problems.notice_id IS 'Notice.';
COMMENT ON COLUMN current_problems.publisher IS 'Body that answers for it.';
COMMENT ON COLUMN current_problems.title IS 'Title of the notice.';
COMMENT ON COLUMN current_problems.published_on IS 'Publication day of the notice.';
COMMENT ON COLUMN current_problems.url IS 'Address of the notice.';
COMMENT ON COLUMN current_problems.position IS 'Place among the notice''s problems, from 1.';
COMMENT ON COLUMN current_problems.path IS 'Numbering from the top, as written.';
COMMENT ON COLUMN current_problems.headings IS 'Texts of the enclosing headings, outermost first.';
COMMENT ON COLUMN current_problems.finding IS 'What the inspection found.';
COMMENT ON COLUMN current_problems.status IS 'completed, basically_completed or in_progress, as the notice says; NULL where it says nothing known.';
COMMENT ON COLUMN current_problems.status_text IS 'The status as written.';
COMMENT ON COLUMN current_problems.measures IS 'Measures that answer it.';
COMMENT ON COLUMN current_problems.quote IS 'The whole problem, verbatim.';
COMMENT ON COLUMN current_problems.quote_where IS 'Text that the span counts in: body or masthead.';
COMMENT ON COLUMN current_problems.quote_start IS 'First character of the quote in that text, from 0.';
COMMENT ON COLUMN current_problems.quote_end IS 'Character after the quote''s last.';
COMMENT ON COLUMN current_problems.corrected IS 'Columns that the operator mended.';
COMMENT ON COLUMN current_problems.read_finding IS 'Finding as the parser reads it.';
COMMENT ON COLUMN current_problems.read_status IS 'Status as the parser reads it.';
COMMENT ON COLUMN current_problems.parse_id IS 'Current parse.';
COMMENT ON COLUMN current_problems.version_id IS 'Current version.';
