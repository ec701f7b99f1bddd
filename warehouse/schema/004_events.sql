CREATE TABLE events (
    event_id VARCHAR,
    kind VARCHAR,
    happened_at TIMESTAMPTZ,
    source_id VARCHAR,
    notice_id VARCHAR,
    commitment_id VARCHAR,
    silent BOOLEAN,
    payload JSON
);
COMMENT ON TABLE events IS 'Thing that happened. Append-only.';
COMMENT ON COLUMN events.event_id IS 'Hash of what makes the event itself.';
COMMENT ON COLUMN events.kind IS 'notice.published, notice.changed, commitment.overdue and so on.';
COMMENT ON COLUMN events.happened_at IS 'When it was noticed.';
COMMENT ON COLUMN events.source_id IS 'Source that it concerns.';
COMMENT ON COLUMN events.notice_id IS 'Notice that it concerns; NULL where none.';
COMMENT ON COLUMN events.commitment_id IS 'Commitment that it concerns; NULL where none.';
COMMENT ON COLUMN events.silent IS 'True for what alerts nobody: first polls, loads by hand, parsing again.';
COMMENT ON COLUMN events.payload IS 'All that a message about it needs.';

CREATE TABLE messages (
    message_id VARCHAR,
    key VARCHAR,
    subscriber VARCHAR,
    channel VARCHAR,
    event_ids VARCHAR[],
    created_at TIMESTAMPTZ,
    not_before TIMESTAMPTZ,
    state VARCHAR,
    attempts INTEGER,
    last_error VARCHAR
);
COMMENT ON TABLE messages IS 'Message to one subscriber over one channel.';
COMMENT ON COLUMN messages.message_id IS 'Hash of the key.';
COMMENT ON COLUMN messages.key IS 'What makes the message itself: the same key is never sent twice.';
COMMENT ON COLUMN messages.subscriber IS 'Subscriber''s id.';
COMMENT ON COLUMN messages.channel IS 'Channel''s name, never its address.';
COMMENT ON COLUMN messages.event_ids IS 'Events in it.';
COMMENT ON COLUMN messages.created_at IS 'When it was planned.';
COMMENT ON COLUMN messages.not_before IS 'When it may go out.';
COMMENT ON COLUMN messages.state IS 'pending, failed, sent, dead or dropped.';
COMMENT ON COLUMN messages.attempts IS 'Tries so far.';
COMMENT ON COLUMN messages.last_error IS 'The service''s own words at the last failure.';

CREATE TABLE deliveries (
    delivery_id VARCHAR,
    message_id VARCHAR,
    tried_at TIMESTAMPTZ,
    ok BOOLEAN,
    detail VARCHAR
);
COMMENT ON TABLE deliveries IS 'Try to deliver a message.';
COMMENT ON COLUMN deliveries.delivery_id IS 'Hash of message and time.';
COMMENT ON COLUMN deliveries.message_id IS 'Message.';
COMMENT ON COLUMN deliveries.tried_at IS 'When it was tried.';
COMMENT ON COLUMN deliveries.ok IS 'Whether the service took it.';
COMMENT ON COLUMN deliveries.detail IS 'The service''s own words.';

CREATE TABLE issues (
    issue_id VARCHAR,
    kind VARCHAR,
    source_id VARCHAR,
    notice_id VARCHAR,
    url VARCHAR,
    message VARCHAR,
    quote VARCHAR,
    first_seen_at TIMESTAMPTZ,
    resolved_at TIMESTAMPTZ
);
COMMENT ON TABLE issues IS 'Thing that could not be read or looks wrong.';
COMMENT ON COLUMN issues.issue_id IS 'Hash of kind, source, address and message.';
COMMENT ON COLUMN issues.kind IS 'Kind of issue.';
COMMENT ON COLUMN issues.source_id IS 'Source.';
COMMENT ON COLUMN issues.notice_id IS 'Notice; NULL where none.';
COMMENT ON COLUMN issues.url IS 'Address.';
COMMENT ON COLUMN issues.message IS 'What was expected and what was found.';
COMMENT ON COLUMN issues.quote IS 'Words around it.';
COMMENT ON COLUMN issues.first_seen_at IS 'When it was first met.';
COMMENT ON COLUMN issues.resolved_at IS 'When it no longer showed; NULL while open.';
