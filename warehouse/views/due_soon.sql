CREATE OR REPLACE MACRO due_soon(as_of, within := 30) AS TABLE
SELECT commitment_id, notice_id, publisher, title, region, quote, due_expression, due_on, due_strict,
    due_strict - as_of::DATE AS days_left, finding, path, state, url
FROM current_commitments  -- not open_commitments: its order would be made first
WHERE state IN ('open', 'extended') AND (published_on IS NULL OR published_on <= as_of::DATE) AND NOT uncertain
    AND due_strict BETWEEN as_of::DATE AND as_of::DATE + within::INTEGER
ORDER BY due_strict, publisher, commitment_id;
COMMENT ON MACRO TABLE due_soon IS 'Open promises that come due within so many days of a day: due_soon(DATE ''2026-11-22'', within := 7).';
CREATE OR REPLACE VIEW due_soon AS FROM due_soon((now() AT TIME ZONE 'Asia/Shanghai')::DATE);
COMMENT ON VIEW due_soon IS 'Open promise that comes due within 30 days on the strict reading.';
COMMENT ON COLUMN due_soon.commitment_id IS 'Commitment.';
COMMENT ON COLUMN due_soon.notice_id IS 'Notice.';
COMMENT ON COLUMN due_soon.publisher IS 'Body that made the promise.';
COMMENT ON COLUMN due_soon.title IS 'Title of the notice.';
COMMENT ON COLUMN due_soon.region IS 'Region of the source.';
COMMENT ON COLUMN due_soon.quote IS 'The promise, verbatim.';
COMMENT ON COLUMN due_soon.due_expression IS 'Its time as written.';
COMMENT ON COLUMN due_soon.due_on IS 'Last day on the reading most generous to the promiser, as last extended or corrected.';
COMMENT ON COLUMN due_soon.due_strict IS 'Last day on the strict reading.';
COMMENT ON COLUMN due_soon.finding IS 'That problem''s finding.';
COMMENT ON COLUMN due_soon.path IS 'Numbering of the problem it stands in.';
COMMENT ON COLUMN due_soon.state IS 'open, extended, fulfilled, dismissed or corrected.';
COMMENT ON COLUMN due_soon.url IS 'Address of the notice.';
COMMENT ON COLUMN due_soon.days_left IS 'Days until due_strict.';
