CREATE OR REPLACE VIEW current_open_items AS
WITH states AS (
    SELECT commitment_id, max_by(state, (recorded_at, state_id)) AS state, max(recorded_at) AS state_at,
        max_by(evidence_quote, (recorded_at, state_id)) AS evidence, max_by(reason, (recorded_at, state_id)) AS reason,
        max_by(due_on, (recorded_at, state_id)) FILTER (due_on IS NOT NULL) AS due_on
    FROM commitment_states
    WHERE subject = 'open_item' AND state IN ('open', 'fulfilled', 'extended', 'dismissed') GROUP BY commitment_id
), mended AS (SELECT target_id, value FROM corrections WHERE holds AND subject = 'problem' AND field = 'finding')
SELECT o.open_item_id, o.notice_id, n.publisher, n.title, n.region, n.url, o.quote, o.path, coalesce(m.value, p.finding) AS finding, o.position,
    o.uncertain, coalesce(s.state, 'open') AS state, s.state_at, s.due_on, s.evidence, s.reason, n.published_on, o.parse_id,
    n.version_id
FROM open_items o
JOIN current_notices n USING (parse_id)
LEFT JOIN problems p ON p.problem_id = o.problem_id
LEFT JOIN mended m ON m.target_id = o.problem_id
LEFT JOIN states s ON s.commitment_id = o.open_item_id;
COMMENT ON VIEW current_open_items IS 'Unfinished piece of work without a date of a current version, with the state that holds now.';
COMMENT ON COLUMN current_open_items.open_item_id IS 'Open item.';
COMMENT ON COLUMN current_open_items.notice_id IS 'Notice.';
COMMENT ON COLUMN current_open_items.publisher IS 'Body that answers for it.';
COMMENT ON COLUMN current_open_items.title IS 'Title of the notice.';
COMMENT ON COLUMN current_open_items.region IS 'Region of the source.';
COMMENT ON COLUMN current_open_items.url IS 'Address of the notice.';
COMMENT ON COLUMN current_open_items.quote IS 'The work, verbatim.';
COMMENT ON COLUMN current_open_items.path IS 'Numbering of the problem it stands in.';
COMMENT ON COLUMN current_open_items.finding IS 'That problem''s finding.';
COMMENT ON COLUMN current_open_items.position IS 'Place among the notice''s open items, from 1.';
COMMENT ON COLUMN current_open_items.uncertain IS 'True for a doubtful reading.';
COMMENT ON COLUMN current_open_items.state IS 'open, fulfilled, extended or dismissed.';
COMMENT ON COLUMN current_open_items.state_at IS 'When that state was recorded.';
COMMENT ON COLUMN current_open_items.due_on IS 'Day that a later notice set; NULL where none did.';
COMMENT ON COLUMN current_open_items.evidence IS 'Words of the later notice that say so.';
COMMENT ON COLUMN current_open_items.reason IS 'Why, where the operator decided.';
COMMENT ON COLUMN current_open_items.published_on IS 'Publication day of the notice.';
COMMENT ON COLUMN current_open_items.parse_id IS 'Current parse.';
COMMENT ON COLUMN current_open_items.version_id IS 'Current version.';
