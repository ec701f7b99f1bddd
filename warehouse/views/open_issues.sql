CREATE OR REPLACE VIEW open_issues AS
SELECT i.issue_id, i.kind, i.source_id, s.name AS source, i.message, i.quote, i.url, i.notice_id, i.first_seen_at
FROM issues i LEFT JOIN sources s USING (source_id)
WHERE i.resolved_at IS NULL
ORDER BY i.first_seen_at DESC, i.issue_id;
COMMENT ON VIEW open_issues IS 'Issue that still shows.';
COMMENT ON COLUMN open_issues.issue_id IS 'Issue.';
COMMENT ON COLUMN open_issues.kind IS 'Kind.';
COMMENT ON COLUMN open_issues.source_id IS 'Source.';
COMMENT ON COLUMN open_issues.source IS 'Name of the source.';
COMMENT ON COLUMN open_issues.message IS 'What was expected and what was found.';
COMMENT ON COLUMN open_issues.quote IS 'Words around it.';
COMMENT ON COLUMN open_issues.url IS 'Address.';
COMMENT ON COLUMN open_issues.notice_id IS 'Notice; NULL where none.';
COMMENT ON COLUMN open_issues.first_seen_at IS 'When it was first met.';
