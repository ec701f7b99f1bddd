CREATE TABLE corrections (
    correction_id VARCHAR,
    notice_id VARCHAR,
    subject VARCHAR,
    field VARCHAR,
    value VARCHAR,
    read_value VARCHAR,
    words VARCHAR,
    path VARCHAR[],
    version_id VARCHAR,
    actor VARCHAR,
    reason VARCHAR,
    recorded_at TIMESTAMPTZ,
    ended_at TIMESTAMPTZ,
    parse_id VARCHAR,
    target_id VARCHAR,
    own_value VARCHAR,
    holds BOOLEAN
);
COMMENT ON TABLE corrections IS 'Value of a notice that the operator mended. The views show it in place of what the parser read; a promise''s days and dismissals are in commitment_states.';
COMMENT ON COLUMN corrections.correction_id IS 'Hash of what was mended, the value and the time.';
COMMENT ON COLUMN corrections.notice_id IS 'Notice.';
COMMENT ON COLUMN corrections.subject IS 'notice, problem, figure or contact.';
COMMENT ON COLUMN corrections.field IS 'Column of parses or problems, or key of figures; dismissed for a contact that is none.';
COMMENT ON COLUMN corrections.value IS 'Mended value as text, days in ISO 8601; empty where there is none.';
COMMENT ON COLUMN corrections.read_value IS 'What the parser had read when it was mended; NULL for nothing.';
COMMENT ON COLUMN corrections.words IS 'Words of the notice that the reading rested on; NULL where nothing was read.';
COMMENT ON COLUMN corrections.path IS 'Numbering of the problem; empty for what is no problem''s.';
COMMENT ON COLUMN corrections.version_id IS 'Version that it was made on.';
COMMENT ON COLUMN corrections.actor IS 'operator.';
COMMENT ON COLUMN corrections.reason IS 'Why.';
COMMENT ON COLUMN corrections.recorded_at IS 'When it was made.';
COMMENT ON COLUMN corrections.ended_at IS 'When it was withdrawn, or a later correction of the same thing took its place; NULL before.';
COMMENT ON COLUMN corrections.parse_id IS 'Current parse that it was last held against.';
COMMENT ON COLUMN corrections.target_id IS 'Row of that parse that it mends: a problem_id, a contact''s quote; NULL otherwise.';
COMMENT ON COLUMN corrections.own_value IS 'What that parse reads itself; NULL for nothing.';
COMMENT ON COLUMN corrections.holds IS 'Whether the views show it: its place was found in that parse, and it has not ended.';
COMMENT ON COLUMN commitment_states.state IS 'open, fulfilled, extended, dismissed, corrected, confirmed, proposed or rejected (this evidence does not bear on it).';
