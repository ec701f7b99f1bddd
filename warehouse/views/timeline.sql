CREATE OR REPLACE VIEW timeline AS
WITH told AS (
    SELECT *, json_extract_string(payload, ['$.title', '$.quote', '$.due_on', '$.stage', '$.version']) AS words
    FROM events
)
SELECT e.notice_id, e.happened_at, e.kind, coalesce(e.words[1], n.title) AS title, n.publisher, e.commitment_id,
    e.words[2] AS quote, e.words[3]::DATE AS due_on, e.words[4]::INTEGER AS stage, e.words[5]::INTEGER AS version,
    e.silent, e.event_id
FROM told e LEFT JOIN current_notices n USING (notice_id);
COMMENT ON VIEW timeline IS 'What happened to each notice and its promises; order it by happened_at.';
COMMENT ON COLUMN timeline.notice_id IS 'Notice; NULL for what concerns a source.';
COMMENT ON COLUMN timeline.happened_at IS 'When it was noticed.';
COMMENT ON COLUMN timeline.kind IS 'Kind of event.';
COMMENT ON COLUMN timeline.title IS 'Title.';
COMMENT ON COLUMN timeline.publisher IS 'Publisher.';
COMMENT ON COLUMN timeline.commitment_id IS 'Commitment; NULL where none.';
COMMENT ON COLUMN timeline.quote IS 'The promise, verbatim.';
COMMENT ON COLUMN timeline.due_on IS 'Its day.';
COMMENT ON COLUMN timeline.stage IS 'Days before or after its day that the event tells of.';
COMMENT ON COLUMN timeline.version IS 'Version that an edit made.';
COMMENT ON COLUMN timeline.silent IS 'True for what alerted nobody.';
COMMENT ON COLUMN timeline.event_id IS 'Event.';
