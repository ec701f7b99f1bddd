CREATE OR REPLACE VIEW silent_edits AS
SELECT e.notice_id, v.title, n.publisher, n.region, v.number AS version, v.valid_from AS changed_at, v.published_on,
    list_sort(list_distinct(json_extract_string(e.payload, '$.changes[*].type'))) AS kinds, e.payload -> 'changes' AS changes,
    o.text AS old_text, v.text AS new_text, n.url
FROM events e
JOIN notice_versions v ON v.notice_id = e.notice_id AND v.number = (e.payload ->> 'version')::INTEGER
JOIN notice_versions o ON o.notice_id = v.notice_id AND o.number = v.number - 1
JOIN current_notices n ON n.notice_id = v.notice_id
WHERE e.kind = 'notice.changed'
ORDER BY changed_at DESC, e.notice_id;
COMMENT ON VIEW silent_edits IS 'Edit of a published notice: one row a version that replaced another.';
COMMENT ON COLUMN silent_edits.notice_id IS 'Notice.';
COMMENT ON COLUMN silent_edits.title IS 'Title after the edit.';
COMMENT ON COLUMN silent_edits.publisher IS 'Body that answers for it.';
COMMENT ON COLUMN silent_edits.region IS 'Region of its source.';
COMMENT ON COLUMN silent_edits.version IS 'Number of the version that the edit made.';
COMMENT ON COLUMN silent_edits.changed_at IS 'When the edit was first seen.';
COMMENT ON COLUMN silent_edits.published_on IS 'Publication day that the edited notice shows.';
COMMENT ON COLUMN silent_edits.kinds IS 'Kinds of change: deadline, status, figure, problem_removed, contact, wording and so on.';
COMMENT ON COLUMN silent_edits.changes IS 'The changes, each with old and new.';
COMMENT ON COLUMN silent_edits.old_text IS 'Text before.';
COMMENT ON COLUMN silent_edits.new_text IS 'Text after.';
COMMENT ON COLUMN silent_edits.url IS 'Address.';
