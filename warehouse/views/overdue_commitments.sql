CREATE OR REPLACE MACRO overdue_commitments(as_of) AS TABLE
SELECT commitment_id, notice_id, publisher, title, region, quote, due_expression, due_on,
    as_of::DATE - due_on AS days_overdue, finding, path, uncertain, state, url
FROM current_commitments  -- not open_commitments: its order would be made first
WHERE state IN ('open', 'extended') AND (published_on IS NULL OR published_on <= as_of::DATE) AND due_on < as_of::DATE
ORDER BY days_overdue DESC, publisher, commitment_id;
COMMENT ON MACRO TABLE overdue_commitments IS 'Promises whose day had passed on a day: overdue_commitments(DATE ''2026-11-22'').';
CREATE OR REPLACE VIEW overdue_commitments AS FROM overdue_commitments((now() AT TIME ZONE 'Asia/Shanghai')::DATE);
COMMENT ON VIEW overdue_commitments IS 'Promise whose day has passed with no published completion (到期未见公开完成情况).';
COMMENT ON COLUMN overdue_commitments.commitment_id IS 'Commitment.';
COMMENT ON COLUMN overdue_commitments.notice_id IS 'Notice.';
COMMENT ON COLUMN overdue_commitments.publisher IS 'Body that made the promise.';
COMMENT ON COLUMN overdue_commitments.title IS 'Title of the notice.';
COMMENT ON COLUMN overdue_commitments.region IS 'Region of the source.';
COMMENT ON COLUMN overdue_commitments.quote IS 'The promise, verbatim.';
COMMENT ON COLUMN overdue_commitments.due_expression IS 'Its time as written.';
COMMENT ON COLUMN overdue_commitments.due_on IS 'Last day on the reading most generous to the promiser, as last extended or corrected.';
COMMENT ON COLUMN overdue_commitments.finding IS 'That problem''s finding.';
COMMENT ON COLUMN overdue_commitments.path IS 'Numbering of the problem it stands in.';
COMMENT ON COLUMN overdue_commitments.uncertain IS 'True until an operator confirms a doubtful reading.';
COMMENT ON COLUMN overdue_commitments.state IS 'open, extended, fulfilled, dismissed or corrected.';
COMMENT ON COLUMN overdue_commitments.url IS 'Address of the notice.';
COMMENT ON COLUMN overdue_commitments.days_overdue IS 'Days since due_on.';
