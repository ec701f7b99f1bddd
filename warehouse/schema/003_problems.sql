CREATE TABLE problems (
    problem_id VARCHAR,
    parse_id VARCHAR,
    notice_id VARCHAR,
    position INTEGER,
    path VARCHAR[],
    headings VARCHAR[],
    finding VARCHAR,
    finding_start INTEGER,
    finding_end INTEGER,
    status VARCHAR,
    status_text VARCHAR,
    measures INTEGER,
    quote VARCHAR,
    quote_where VARCHAR,
    quote_start INTEGER,
    quote_end INTEGER
);
COMMENT ON TABLE problems IS 'Problem: the smallest numbered unit that one rectification answer belongs to.';
COMMENT ON COLUMN problems.problem_id IS 'Parse and position.';
COMMENT ON COLUMN problems.parse_id IS 'Parse that read this row.';
COMMENT ON COLUMN problems.notice_id IS 'Notice that the row was read from.';
COMMENT ON COLUMN problems.position IS 'Order in the notice, from 1.';
COMMENT ON COLUMN problems.path IS 'Numbering from the top, as written.';
COMMENT ON COLUMN problems.headings IS 'Texts of the enclosing headings, outermost first.';
COMMENT ON COLUMN problems.finding IS 'The finding itself, verbatim; NULL where only the answer is given.';
COMMENT ON COLUMN problems.finding_start IS 'First character of the finding in the body.';
COMMENT ON COLUMN problems.finding_end IS 'Character after the finding''s last.';
COMMENT ON COLUMN problems.status IS 'completed, basically_completed or in_progress; NULL where the notice says nothing or nothing known.';
COMMENT ON COLUMN problems.status_text IS 'Words in the status position.';
COMMENT ON COLUMN problems.measures IS 'Measures that its answer lists.';
COMMENT ON COLUMN problems.quote IS 'Verbatim words of the notice.';
COMMENT ON COLUMN problems.quote_where IS 'Text that the span counts in: body or masthead.';
COMMENT ON COLUMN problems.quote_start IS 'First character of the quote in that text, from 0.';
COMMENT ON COLUMN problems.quote_end IS 'Character after the quote''s last.';

CREATE TABLE measures (
    problem_id VARCHAR,
    parse_id VARCHAR,
    notice_id VARCHAR,
    position INTEGER,
    quote VARCHAR,
    quote_where VARCHAR,
    quote_start INTEGER,
    quote_end INTEGER
);
COMMENT ON TABLE measures IS 'Measure that answers a problem.';
COMMENT ON COLUMN measures.problem_id IS 'Problem.';
COMMENT ON COLUMN measures.parse_id IS 'Parse that read this row.';
COMMENT ON COLUMN measures.notice_id IS 'Notice that the row was read from.';
COMMENT ON COLUMN measures.position IS 'Order in the answer, from 1.';
COMMENT ON COLUMN measures.quote IS 'Verbatim words of the notice.';
COMMENT ON COLUMN measures.quote_where IS 'Text that the span counts in: body or masthead.';
COMMENT ON COLUMN measures.quote_start IS 'First character of the quote in that text, from 0.';
COMMENT ON COLUMN measures.quote_end IS 'Character after the quote''s last.';

CREATE TABLE commitments (
    commitment_id VARCHAR,
    parse_id VARCHAR,
    notice_id VARCHAR,
    position INTEGER,
    problem_id VARCHAR,
    path VARCHAR[],
    due_expression VARCHAR,
    due_on DATE,
    due_strict DATE,
    precision VARCHAR,
    rule VARCHAR,
    uncertain BOOLEAN,
    quote VARCHAR,
    quote_where VARCHAR,
    quote_start INTEGER,
    quote_end INTEGER
);
COMMENT ON TABLE commitments IS 'Dated promise, as one parse read it.';
COMMENT ON COLUMN commitments.commitment_id IS 'Id that outlives versions and parses.';
COMMENT ON COLUMN commitments.parse_id IS 'Parse that read this row.';
COMMENT ON COLUMN commitments.notice_id IS 'Notice that the row was read from.';
COMMENT ON COLUMN commitments.position IS 'Order in the notice, from 1.';
COMMENT ON COLUMN commitments.problem_id IS 'Problem it stands in; NULL outside one.';
COMMENT ON COLUMN commitments.path IS 'Numbering of that problem.';
COMMENT ON COLUMN commitments.due_expression IS 'The time as written.';
COMMENT ON COLUMN commitments.due_on IS 'Last day on the reading most generous to the promiser.';
COMMENT ON COLUMN commitments.due_strict IS 'Last day on the strict reading.';
COMMENT ON COLUMN commitments.precision IS 'day, ten_days, month, quarter, half, year or period.';
COMMENT ON COLUMN commitments.rule IS 'Row of the deadline table that read it.';
COMMENT ON COLUMN commitments.uncertain IS 'True where careful readers could differ: alerts nobody until reviewed.';
COMMENT ON COLUMN commitments.quote IS 'Verbatim words of the notice.';
COMMENT ON COLUMN commitments.quote_where IS 'Text that the span counts in: body or masthead.';
COMMENT ON COLUMN commitments.quote_start IS 'First character of the quote in that text, from 0.';
COMMENT ON COLUMN commitments.quote_end IS 'Character after the quote''s last.';

CREATE TABLE open_items (
    open_item_id VARCHAR,
    parse_id VARCHAR,
    notice_id VARCHAR,
    position INTEGER,
    problem_id VARCHAR,
    path VARCHAR[],
    uncertain BOOLEAN,
    quote VARCHAR,
    quote_where VARCHAR,
    quote_start INTEGER,
    quote_end INTEGER
);
COMMENT ON TABLE open_items IS 'Unfinished piece of work without a date, as one parse read it.';
COMMENT ON COLUMN open_items.open_item_id IS 'Id that outlives versions and parses.';
COMMENT ON COLUMN open_items.parse_id IS 'Parse that read this row.';
COMMENT ON COLUMN open_items.notice_id IS 'Notice that the row was read from.';
COMMENT ON COLUMN open_items.position IS 'Order in the notice, from 1.';
COMMENT ON COLUMN open_items.problem_id IS 'Problem it stands in; NULL outside one.';
COMMENT ON COLUMN open_items.path IS 'Numbering of that problem.';
COMMENT ON COLUMN open_items.uncertain IS 'True where careful readers could differ.';
COMMENT ON COLUMN open_items.quote IS 'Verbatim words of the notice.';
COMMENT ON COLUMN open_items.quote_where IS 'Text that the span counts in: body or masthead.';
COMMENT ON COLUMN open_items.quote_start IS 'First character of the quote in that text, from 0.';
COMMENT ON COLUMN open_items.quote_end IS 'Character after the quote''s last.';

CREATE TABLE commitment_states (
    state_id VARCHAR,
    commitment_id VARCHAR,
    subject VARCHAR,
    state VARCHAR,
    recorded_at TIMESTAMPTZ,
    due_on DATE,
    due_strict DATE,
    actor VARCHAR,
    reason VARCHAR,
    score DOUBLE,
    evidence_notice_id VARCHAR,
    evidence_version_id VARCHAR,
    evidence_quote VARCHAR,
    evidence_start INTEGER,
    evidence_end INTEGER
);
COMMENT ON TABLE commitment_states IS 'Change of the state of a commitment or open item, with its evidence.';
COMMENT ON COLUMN commitment_states.state_id IS 'Hash of subject, state and evidence.';
COMMENT ON COLUMN commitment_states.commitment_id IS 'Commitment, or open item, by the id that outlives parses.';
COMMENT ON COLUMN commitment_states.subject IS 'commitment or open_item.';
COMMENT ON COLUMN commitment_states.state IS 'open, fulfilled, extended, dismissed, corrected, confirmed or proposed.';
COMMENT ON COLUMN commitment_states.recorded_at IS 'When the state was recorded.';
COMMENT ON COLUMN commitment_states.due_on IS 'New date, where the state brings one.';
COMMENT ON COLUMN commitment_states.due_strict IS 'New date on the strict reading.';
COMMENT ON COLUMN commitment_states.actor IS 'matcher, operator or parser.';
COMMENT ON COLUMN commitment_states.reason IS 'Reason in words.';
COMMENT ON COLUMN commitment_states.score IS 'How sure the matcher is, 0 to 1.';
COMMENT ON COLUMN commitment_states.evidence_notice_id IS 'Notice that gives the evidence.';
COMMENT ON COLUMN commitment_states.evidence_version_id IS 'Version that gives the evidence.';
COMMENT ON COLUMN commitment_states.evidence_quote IS 'Verbatim words of the evidence.';
COMMENT ON COLUMN commitment_states.evidence_start IS 'First character of the evidence in that version''s text.';
COMMENT ON COLUMN commitment_states.evidence_end IS 'Character after the evidence''s last.';
