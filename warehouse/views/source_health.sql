CREATE OR REPLACE MACRO source_health(as_of) AS TABLE
WITH lists AS (
    SELECT source_id, max(last_polled_at) AS last_polled_at, max(last_ok_at) AS last_ok_at,
        max(failures) AS failures_in_a_row, max_by(last_outcome, last_polled_at) AS last_outcome
    FROM list_states GROUP BY source_id
), requests AS (
    SELECT source_id, count(*) AS requests_7d, count(*) FILTER (outcome NOT IN ('ok', 'unchanged')) AS failed_7d,
        mode(outcome) FILTER (outcome NOT IN ('ok', 'unchanged')) AS usual_failure
    FROM fetches
    WHERE (asked_at AT TIME ZONE 'Asia/Shanghai')::DATE BETWEEN as_of::DATE - 6 AND as_of::DATE GROUP BY source_id
), found AS (
    SELECT source_id, count(*) AS notices, max(published_on) AS newest_on FROM current_notices GROUP BY source_id
), troubles AS (SELECT source_id, count(*) AS open_issues FROM issues WHERE resolved_at IS NULL GROUP BY source_id)
SELECT s.source_id, s.name, s.region, l.last_polled_at, l.last_ok_at, l.last_outcome,
    coalesce(l.failures_in_a_row, 0) AS failures_in_a_row, coalesce(r.requests_7d, 0) AS requests_7d,
    coalesce(r.failed_7d, 0) AS failed_7d, r.usual_failure, coalesce(f.notices, 0) AS notices, f.newest_on,
    coalesce(t.open_issues, 0) AS open_issues
FROM sources s
LEFT JOIN lists l USING (source_id) LEFT JOIN requests r USING (source_id)
LEFT JOIN found f USING (source_id) LEFT JOIN troubles t USING (source_id)
WHERE s.retired_at IS NULL
ORDER BY failures_in_a_row DESC, failed_7d DESC, s.source_id;
COMMENT ON MACRO TABLE source_health IS 'The health of the sources over the 7 days up to a day: source_health(DATE ''2026-11-22'').';
CREATE OR REPLACE VIEW source_health AS FROM source_health((now() AT TIME ZONE 'Asia/Shanghai')::DATE);
COMMENT ON VIEW source_health IS 'Source''s health: when it last answered, what went wrong in the last 7 days, what it has brought.';
COMMENT ON COLUMN source_health.source_id IS 'Source.';
COMMENT ON COLUMN source_health.name IS 'Name.';
COMMENT ON COLUMN source_health.region IS 'Region.';
COMMENT ON COLUMN source_health.last_polled_at IS 'When a list of it was last asked for.';
COMMENT ON COLUMN source_health.last_ok_at IS 'When one last answered well.';
COMMENT ON COLUMN source_health.last_outcome IS 'Outcome of its last list request.';
COMMENT ON COLUMN source_health.failures_in_a_row IS 'Failures since the last good answer of its worst list.';
COMMENT ON COLUMN source_health.requests_7d IS 'Requests in the last 7 days.';
COMMENT ON COLUMN source_health.failed_7d IS 'Of those, how many failed.';
COMMENT ON COLUMN source_health.usual_failure IS 'Their most frequent outcome.';
COMMENT ON COLUMN source_health.notices IS 'Notices that it first showed.';
COMMENT ON COLUMN source_health.newest_on IS 'Publication day of the newest.';
COMMENT ON COLUMN source_health.open_issues IS 'Open issues.';
