CREATE OR REPLACE MACRO open_commitments(as_of) AS TABLE
SELECT commitment_id, notice_id, publisher, title, region, quote, due_expression, due_on, due_strict,
    due_on - as_of::DATE AS days_left, finding, path, uncertain, state, url, published_on
FROM current_commitments
WHERE state IN ('open', 'extended') AND (published_on IS NULL OR published_on <= as_of::DATE)
ORDER BY due_on, publisher, position;
COMMENT ON MACRO TABLE open_commitments IS 'Open promises of the notices published by a day: open_commitments(DATE ''2026-11-22'').';
CREATE OR REPLACE VIEW open_commitments AS FROM open_commitments((now() AT TIME ZONE 'Asia/Shanghai')::DATE);
COMMENT ON VIEW open_commitments IS 'Promise that nothing published shows to be kept.';
COMMENT ON COLUMN open_commitments.commitment_id IS 'Commitment.';
COMMENT ON COLUMN open_commitments.notice_id IS 'Notice.';
COMMENT ON COLUMN open_commitments.publisher IS 'Body that made the promise.';
COMMENT ON COLUMN open_commitments.title IS 'Title of the notice.';
COMMENT ON COLUMN open_commitments.region IS 'Region of the source.';
COMMENT ON COLUMN open_commitments.quote IS 'The promise, verbatim.';
COMMENT ON COLUMN open_commitments.due_expression IS 'Its time as written.';
COMMENT ON COLUMN open_commitments.due_on IS 'Last day on the reading most generous to the promiser, as last extended or corrected.';
COMMENT ON COLUMN open_commitments.due_strict IS 'Last day on the strict reading.';
COMMENT ON COLUMN open_commitments.finding IS 'That problem''s finding.';
COMMENT ON COLUMN open_commitments.path IS 'Numbering of the problem it stands in.';
COMMENT ON COLUMN open_commitments.uncertain IS 'True until an operator confirms a doubtful reading.';
COMMENT ON COLUMN open_commitments.state IS 'open, extended, fulfilled, dismissed or corrected.';
COMMENT ON COLUMN open_commitments.url IS 'Address of the notice.';
COMMENT ON COLUMN open_commitments.published_on IS 'Publication day of the notice.';
COMMENT ON COLUMN open_commitments.days_left IS 'Days until due_on; negative once it has passed.';
