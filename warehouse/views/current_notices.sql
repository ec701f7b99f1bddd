CREATE OR REPLACE VIEW current_notices AS
WITH mended AS (
    SELECT parse_id, max(value) FILTER (field = 'title') AS title, max(value) FILTER (field = 'publisher') AS publisher,
        max(value) FILTER (field = 'published_on') AS published_on, max(value) FILTER (field = 'signed_by') AS signed_by,
        max(value) FILTER (field = 'signed_on') AS signed_on, max(value) FILTER (field = 'feedback_on') AS feedback_on,
        max(value) FILTER (field = 'inspection_body') AS inspection_body,
        max(value) FILTER (field = 'inspected_org') AS inspected_org,
        max(value) FILTER (field = 'inspection_start') AS inspection_start,
        max(value) FILTER (field = 'inspection_end') AS inspection_end,
        count(*) FILTER (field = 'status' AND value = 'completed')
            - count(*) FILTER (field = 'status' AND own_value = 'completed') AS completed,
        count(*) FILTER (field = 'status' AND value = 'basically_completed')
            - count(*) FILTER (field = 'status' AND own_value = 'basically_completed') AS basically_completed,
        count(*) FILTER (field = 'status' AND value = 'in_progress')
            - count(*) FILTER (field = 'status' AND own_value = 'in_progress') AS in_progress,
        list_sort(list(field) FILTER (subject = 'notice')) AS fields
    FROM corrections WHERE holds AND subject IN ('notice', 'problem') GROUP BY parse_id
), fewer AS (
    SELECT parse_id, sum(promise)::INTEGER AS commitments, sum(item)::INTEGER AS open_items FROM (
        SELECT DISTINCT commitment_id FROM commitment_states WHERE state = 'dismissed' AND actor = 'operator'
    ) JOIN (
        SELECT commitment_id, parse_id, 1 AS promise, 0 AS item FROM commitments
        UNION ALL SELECT open_item_id, parse_id, 0, 1 FROM open_items
    ) USING (commitment_id) GROUP BY parse_id
)
SELECT n.notice_id, coalesce(m.title, p.title) AS title,
    coalesce(CASE WHEN m.publisher IS NULL THEN p.publisher ELSE nullif(m.publisher, '') END, s.publisher) AS publisher,
    s.region, n.source_id, s.name AS source,
    CASE WHEN m.published_on IS NULL THEN p.published_on ELSE try_cast(m.published_on AS DATE) END AS published_on,
    a.url, n.state, v.number AS version, p.problems,
    (p.completed + coalesce(m.completed, 0))::INTEGER AS completed,
    (p.basically_completed + coalesce(m.basically_completed, 0))::INTEGER AS basically_completed,
    (p.in_progress + coalesce(m.in_progress, 0))::INTEGER AS in_progress,
    p.commitments - coalesce(f.commitments, 0) AS commitments, p.open_items - coalesce(f.open_items, 0) AS open_items,
    CASE WHEN m.inspection_body IS NULL THEN p.inspection_body ELSE nullif(m.inspection_body, '') END AS inspection_body,
    CASE WHEN m.inspected_org IS NULL THEN p.inspected_org ELSE nullif(m.inspected_org, '') END AS inspected_org,
    CASE WHEN m.inspection_start IS NULL THEN p.inspection_start ELSE try_cast(m.inspection_start AS DATE) END
        AS inspection_start,
    CASE WHEN m.inspection_end IS NULL THEN p.inspection_end ELSE try_cast(m.inspection_end AS DATE) END AS inspection_end,
    CASE WHEN m.feedback_on IS NULL THEN p.feedback_on ELSE try_cast(m.feedback_on AS DATE) END AS feedback_on,
    CASE WHEN m.signed_by IS NULL THEN p.signed_by ELSE nullif(m.signed_by, '') END AS signed_by,
    CASE WHEN m.signed_on IS NULL THEN p.signed_on ELSE try_cast(m.signed_on AS DATE) END AS signed_on,
    n.first_seen_at, v.valid_from AS changed_at, n.backlog, v.version_id, p.parse_id, v.page_id,
    coalesce(m.fields, []) AS corrected
FROM notices n
LEFT JOIN notice_addresses a ON a.notice_id = n.notice_id AND a.is_primary
LEFT JOIN sources s ON s.source_id = n.source_id
JOIN notice_versions v ON v.notice_id = n.notice_id AND v.valid_to IS NULL
JOIN parses p ON p.version_id = v.version_id AND p.superseded_at IS NULL
LEFT JOIN mended m ON m.parse_id = p.parse_id
LEFT JOIN fewer f ON f.parse_id = p.parse_id;
COMMENT ON VIEW current_notices IS 'Notice as it stands: its current version, as the current parse reads it and the operator corrected it; parses holds what was read.';
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
COMMENT ON COLUMN current_notices.commitments IS 'Dated promises, without those that the operator dismissed.';
COMMENT ON COLUMN current_notices.open_items IS 'Unfinished pieces of work without a date, without those that the operator dismissed.';
COMMENT ON COLUMN current_notices.inspection_body IS 'Inspection team.';
COMMENT ON COLUMN current_notices.inspected_org IS 'Body that was inspected, as written.';
COMMENT ON COLUMN current_notices.inspection_start IS 'First day of the inspection.';
COMMENT ON COLUMN current_notices.inspection_end IS 'Last day of the inspection.';
COMMENT ON COLUMN current_notices.feedback_on IS 'Day on which the findings were handed over.';
COMMENT ON COLUMN current_notices.signed_by IS 'Signature.';
COMMENT ON COLUMN current_notices.signed_on IS 'Date of the signature.';
COMMENT ON COLUMN current_notices.first_seen_at IS 'When it was first ingested.';
COMMENT ON COLUMN current_notices.changed_at IS 'When the current version was first seen.';
COMMENT ON COLUMN current_notices.backlog IS 'True where it was there before its source was first polled.';
COMMENT ON COLUMN current_notices.version_id IS 'Current version.';
COMMENT ON COLUMN current_notices.parse_id IS 'Current parse.';
COMMENT ON COLUMN current_notices.page_id IS 'Archived response that first showed the current version.';
COMMENT ON COLUMN current_notices.corrected IS 'Columns that the operator mended.';
