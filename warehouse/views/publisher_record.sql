CREATE OR REPLACE MACRO publisher_record(as_of) AS TABLE
WITH promises AS (
    SELECT publisher, count(*) AS commitments, count(*) FILTER (state = 'fulfilled') AS kept,
        count(*) FILTER (state = 'fulfilled' AND (state_at AT TIME ZONE 'Asia/Shanghai')::DATE > due_on) AS kept_late,
        count(*) FILTER (state = 'extended') AS extended,
        count(*) FILTER (state IN ('open', 'extended') AND due_on < as_of::DATE AND NOT uncertain) AS overdue,
        count(*) FILTER (state IN ('open', 'extended') AND due_on >= as_of::DATE) AS open
    FROM current_commitments WHERE state <> 'dismissed' GROUP BY publisher
), edits AS (SELECT notice_id, count(*) - 1 AS edits FROM notice_versions GROUP BY notice_id)
SELECT n.publisher, any_value(n.region) AS region, count(*) AS notices, min(n.published_on) AS first_on,
    max(n.published_on) AS last_on, sum(n.problems)::BIGINT AS problems, sum(n.completed)::BIGINT AS completed,
    round(100.0 * sum(n.completed) / nullif(sum(n.problems), 0), 1) AS completed_percent,
    sum(n.open_items)::BIGINT AS open_items, coalesce(any_value(p.commitments), 0) AS commitments,
    coalesce(any_value(p.kept), 0) AS kept, coalesce(any_value(p.kept_late), 0) AS kept_late,
    coalesce(any_value(p.extended), 0) AS extended, coalesce(any_value(p.overdue), 0) AS overdue,
    coalesce(any_value(p.open), 0) AS open, sum(e.edits)::BIGINT AS edits,
    count(*) FILTER (n.state = 'removed') AS removed
FROM current_notices n
JOIN edits e USING (notice_id)
LEFT JOIN promises p ON p.publisher IS NOT DISTINCT FROM n.publisher
GROUP BY n.publisher
ORDER BY overdue DESC, notices DESC, n.publisher;
COMMENT ON MACRO TABLE publisher_record IS 'The record of every publisher, with promises judged on a day: publisher_record(DATE ''2026-11-22'').';
CREATE OR REPLACE VIEW publisher_record AS FROM publisher_record((now() AT TIME ZONE 'Asia/Shanghai')::DATE);
COMMENT ON VIEW publisher_record IS 'Publisher''s record: notices, problems, completion claimed, promises kept, late and open.';
COMMENT ON COLUMN publisher_record.publisher IS 'Publisher.';
COMMENT ON COLUMN publisher_record.region IS 'Region of its source.';
COMMENT ON COLUMN publisher_record.notices IS 'Notices.';
COMMENT ON COLUMN publisher_record.first_on IS 'Publication day of its first notice.';
COMMENT ON COLUMN publisher_record.last_on IS 'Publication day of its last notice.';
COMMENT ON COLUMN publisher_record.problems IS 'Problems in them.';
COMMENT ON COLUMN publisher_record.completed IS 'Problems said to be completed.';
COMMENT ON COLUMN publisher_record.completed_percent IS 'The same in percent of the problems.';
COMMENT ON COLUMN publisher_record.open_items IS 'Unfinished pieces of work without a date.';
COMMENT ON COLUMN publisher_record.commitments IS 'Dated promises, without those dismissed.';
COMMENT ON COLUMN publisher_record.kept IS 'Promises whose completion was published.';
COMMENT ON COLUMN publisher_record.kept_late IS 'Of those, published after the promised day.';
COMMENT ON COLUMN publisher_record.extended IS 'Promises that were given a later date.';
COMMENT ON COLUMN publisher_record.overdue IS 'Promises whose day has passed with no published completion.';
COMMENT ON COLUMN publisher_record.open IS 'Open promises whose day has not passed.';
COMMENT ON COLUMN publisher_record.edits IS 'Edits after publication.';
COMMENT ON COLUMN publisher_record.removed IS 'Notices that were taken down.';
