CREATE OR REPLACE VIEW current_commitments AS
WITH states AS (
    SELECT commitment_id,
        max_by(state, (recorded_at, state_id)) FILTER (state IN ('open', 'fulfilled', 'extended', 'dismissed')) AS state,
        max(recorded_at) FILTER (state IN ('open', 'fulfilled', 'extended', 'dismissed')) AS state_at,
        max_by(evidence_quote, (recorded_at, state_id))
            FILTER (state IN ('open', 'fulfilled', 'extended', 'dismissed')) AS evidence,
        max_by(reason, (recorded_at, state_id)) FILTER (state <> 'proposed') AS reason,
        max_by(due_on, (recorded_at, state_id)) FILTER (due_on IS NOT NULL AND state <> 'proposed') AS due_on,
        max_by(due_strict, (recorded_at, state_id)) FILTER (due_on IS NOT NULL AND state <> 'proposed') AS due_strict,
        bool_or(state IN ('confirmed', 'corrected')) AS is_confirmed
    FROM commitment_states WHERE subject = 'commitment' GROUP BY commitment_id
), mended AS (SELECT target_id, value FROM corrections WHERE holds AND subject = 'problem' AND field = 'finding')
SELECT c.commitment_id, c.notice_id, n.source_id, n.publisher, n.title, n.region, n.url, c.quote, c.due_expression,
    coalesce(t.due_on, c.due_on) AS due_on, coalesce(t.due_strict, t.due_on, c.due_strict) AS due_strict,
    c.path, coalesce(m.value, c.finding) AS finding, c.position, c.uncertain AND NOT coalesce(t.is_confirmed, false) AS uncertain,
    coalesce(t.state, 'open') AS state, t.state_at, t.evidence, t.reason, n.published_on, n.first_seen_at, c.parse_id,
    n.version_id
FROM commitments c
LEFT JOIN states t ON t.commitment_id = c.commitment_id
LEFT JOIN mended m ON m.target_id = c.problem_id
JOIN current_notices n USING (parse_id);
COMMENT ON VIEW current_commitments IS 'Dated promise of a current version, with the state and dates that hold now.';
COMMENT ON COLUMN current_commitments.commitment_id IS 'Commitment.';
COMMENT ON COLUMN current_commitments.notice_id IS 'Notice.';
COMMENT ON COLUMN current_commitments.source_id IS 'Source.';
COMMENT ON COLUMN current_commitments.publisher IS 'Body that made the promise.';
COMMENT ON COLUMN current_commitments.title IS 'Title of the notice.';
COMMENT ON COLUMN current_commitments.region IS 'Region of the source.';
COMMENT ON COLUMN current_commitments.url IS 'Address of the notice.';
COMMENT ON COLUMN current_commitments.quote IS 'The promise, verbatim.';
COMMENT ON COLUMN current_commitments.due_expression IS 'Its time as written.';
COMMENT ON COLUMN current_commitments.due_on IS 'Last day on the reading most generous to the promiser, as last extended or corrected.';
COMMENT ON COLUMN current_commitments.due_strict IS 'Last day on the strict reading.';
COMMENT ON COLUMN current_commitments.path IS 'Numbering of the problem it stands in.';
COMMENT ON COLUMN current_commitments.finding IS 'That problem''s finding.';
COMMENT ON COLUMN current_commitments.position IS 'Order in the notice.';
COMMENT ON COLUMN current_commitments.uncertain IS 'True until an operator confirms a doubtful reading.';
COMMENT ON COLUMN current_commitments.state IS 'open, extended, fulfilled, dismissed or corrected.';
COMMENT ON COLUMN current_commitments.state_at IS 'When that state was recorded.';
COMMENT ON COLUMN current_commitments.evidence IS 'Words that gave it that state.';
COMMENT ON COLUMN current_commitments.reason IS 'Reason for that state.';
COMMENT ON COLUMN current_commitments.published_on IS 'Publication day of the notice.';
COMMENT ON COLUMN current_commitments.first_seen_at IS 'When the notice was first ingested.';
COMMENT ON COLUMN current_commitments.parse_id IS 'Parse that read it.';
COMMENT ON COLUMN current_commitments.version_id IS 'Version it was read from.';
