CREATE OR REPLACE VIEW timeline AS
SELECT e.notice_id, e.happened_at, e.kind, coalesce(e.payload ->> 'title', n.title) AS title, n.publisher,
    e.commitment_id, e.payload ->> 'quote' AS quote, (e.payload ->> 'due_on')::DATE AS due_on,
    (e.payload ->> 'stage')::INTEGER AS stage, (e.payload ->> 'version')::INTEGER AS version, e.silent, e.event_id
FROM events e LEFT JOIN current_notices n USING (notice_id)
ORDER BY e.happened_at, e.event_id;
COMMENT ON VIEW timeline IS 'What happened to each notice and its promises, oldest first.';
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
