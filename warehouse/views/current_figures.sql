CREATE OR REPLACE VIEW current_figures AS
WITH mended AS (SELECT parse_id, field, value FROM corrections WHERE holds AND subject = 'figure')
SELECT n.notice_id, n.publisher, n.title, coalesce(f.key, m.field) AS key,
    CASE WHEN m.value IS NULL THEN f.value ELSE try_cast(m.value AS INTEGER) END AS value,
    CASE WHEN m.value IS NULL THEN f.day ELSE try_cast(m.value AS DATE) END AS day,
    f.quote, f.quote_where, f.quote_start, f.quote_end, m.value IS NOT NULL AS corrected,
    f.value AS read_value, f.day AS read_day, n.parse_id
FROM figures f
FULL JOIN mended m ON m.parse_id = f.parse_id AND m.field = f.key
JOIN current_notices n ON n.parse_id = coalesce(f.parse_id, m.parse_id)
WHERE m.value IS NULL OR m.value <> '';
COMMENT ON VIEW current_figures IS 'Entry of a current version''s own tally, with the operator''s corrections.';
COMMENT ON COLUMN current_figures.notice_id IS 'Notice.';
COMMENT ON COLUMN current_figures.publisher IS 'Body that answers for it.';
COMMENT ON COLUMN current_figures.title IS 'Title of the notice.';
COMMENT ON COLUMN current_figures.key IS 'aspects, problems, detailed_problems, suggestions, measures, completed, basically_completed, in_progress or as_of.';
COMMENT ON COLUMN current_figures.value IS 'Count; NULL for as_of.';
COMMENT ON COLUMN current_figures.day IS 'Day, for as_of; else NULL.';
COMMENT ON COLUMN current_figures.quote IS 'Words that the parser read it from; NULL where it read nothing.';
COMMENT ON COLUMN current_figures.quote_where IS 'Text that the span counts in: body or masthead.';
COMMENT ON COLUMN current_figures.quote_start IS 'First character of the quote in that text, from 0.';
COMMENT ON COLUMN current_figures.quote_end IS 'Character after the quote''s last.';
COMMENT ON COLUMN current_figures.corrected IS 'Whether the operator mended it.';
COMMENT ON COLUMN current_figures.read_value IS 'Count as the parser reads it.';
COMMENT ON COLUMN current_figures.read_day IS 'Day as the parser reads it.';
COMMENT ON COLUMN current_figures.parse_id IS 'Current parse.';
