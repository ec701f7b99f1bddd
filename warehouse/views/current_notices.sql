CREATE OR REPLACE VIEW current_notices AS
SELECT n.notice_id, p.title, coalesce(p.publisher, s.publisher) AS publisher, s.region, n.source_id, s.name AS source,
    p.published_on, a.url, n.state, v.number AS version, p.problems, p.completed, p.basically_completed,
    p.in_progress, p.commitments, p.open_items, p.inspection_body, p.inspected_org, p.feedback_on, p.signed_by,
    p.signed_on, n.first_seen_at, v.valid_from AS changed_at, n.backlog, v.version_id, p.parse_id, v.page_id
FROM notices n
JOIN notice_versions v ON v.notice_id = n.notice_id AND v.valid_to IS NULL
JOIN parses p ON p.version_id = v.version_id AND p.superseded_at IS NULL
LEFT JOIN notice_addresses a ON a.notice_id = n.notice_id AND a.is_primary
LEFT JOIN sources s ON s.source_id = n.source_id;
COMMENT ON VIEW current_notices IS 'Notice as it stands: its current version, as the current parse reads it.';
COMMENT ON COLUMN current_notices.notice_id IS 'Notice.';
COMMENT ON COLUMN current_notices.title IS 'Title.';
COMMENT ON COLUMN current_notices.publisher IS 'Body that answers for it; the source''s where the notice names none.';
COMMENT ON COLUMN current_notices.region IS 'Region of its source.';
COMMENT ON COLUMN current_notices.source_id IS 'Source that first showed it.';
COMMENT ON COLUMN current_notices.source IS 'Name of that source.';
COMMENT ON COLUMN current_notices.published_on IS 'Publication day.';
COMMENT ON COLUMN current_notices.url IS 'Its primary address.';
COMMENT ON COLUMN current_notices.state IS 'live, missing or removed.';
COMMENT ON COLUMN current_notices.version IS 'Number of the current version.';
COMMENT ON COLUMN current_notices.problems IS 'Problems that were read.';
COMMENT ON COLUMN current_notices.completed IS 'Of those, how many are said to be completed.';
COMMENT ON COLUMN current_notices.basically_completed IS 'Of those, how many are said to be basically completed.';
COMMENT ON COLUMN current_notices.in_progress IS 'Of those, how many are said to be in progress.';
COMMENT ON COLUMN current_notices.commitments IS 'Dated promises.';
COMMENT ON COLUMN current_notices.open_items IS 'Unfinished pieces of work without a date.';
COMMENT ON COLUMN current_notices.inspection_body IS 'Inspection team.';
COMMENT ON COLUMN current_notices.inspected_org IS 'Body that was inspected, as written.';
COMMENT ON COLUMN current_notices.feedback_on IS 'Day on which the findings were handed over.';
COMMENT ON COLUMN current_notices.signed_by IS 'Signature.';
COMMENT ON COLUMN current_notices.signed_on IS 'Date of the signature.';
COMMENT ON COLUMN current_notices.first_seen_at IS 'When it was first ingested.';
COMMENT ON COLUMN current_notices.changed_at IS 'When the current version was first seen.';
COMMENT ON COLUMN current_notices.backlog IS 'True where it was there before its source was first polled.';
COMMENT ON COLUMN current_notices.version_id IS 'Current version.';
COMMENT ON COLUMN current_notices.parse_id IS 'Current parse.';
COMMENT ON COLUMN current_notices.page_id IS 'Archived response that first showed the current version.';
