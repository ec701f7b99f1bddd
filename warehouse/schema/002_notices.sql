CREATE TABLE notices (
    notice_id VARCHAR,
    source_id VARCHAR,
    primary_url VARCHAR,
    state VARCHAR,
    state_since TIMESTAMPTZ,
    first_seen_at TIMESTAMPTZ,
    backlog BOOLEAN
);
COMMENT ON TABLE notices IS 'Notice, however many addresses and versions it has.';
COMMENT ON COLUMN notices.notice_id IS 'Hash of what first identified it.';
COMMENT ON COLUMN notices.source_id IS 'Source that first showed it.';
COMMENT ON COLUMN notices.primary_url IS 'Address whose text makes its versions.';
COMMENT ON COLUMN notices.state IS 'live, missing or removed.';
COMMENT ON COLUMN notices.state_since IS 'When that state began.';
COMMENT ON COLUMN notices.first_seen_at IS 'When it was first ingested.';
COMMENT ON COLUMN notices.backlog IS 'True where it was found on the first poll of its source, or loaded by hand.';

CREATE TABLE notice_addresses (
    address VARCHAR,
    url VARCHAR,
    notice_id VARCHAR,
    source_id VARCHAR,
    lists VARCHAR[],
    cms_key VARCHAR,
    fingerprint VARCHAR,
    is_primary BOOLEAN,
    diverged BOOLEAN,
    state VARCHAR,
    misses INTEGER,
    missed_since TIMESTAMPTZ,
    first_seen_at TIMESTAMPTZ,
    last_seen_at TIMESTAMPTZ,
    last_checked_at TIMESTAMPTZ,
    page_id VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR
);
COMMENT ON TABLE notice_addresses IS 'Address under which a notice was seen.';
COMMENT ON COLUMN notice_addresses.address IS 'Canonical form of the address.';
COMMENT ON COLUMN notice_addresses.url IS 'The address as fetched.';
COMMENT ON COLUMN notice_addresses.notice_id IS 'Notice that stands there.';
COMMENT ON COLUMN notice_addresses.source_id IS 'Source that showed it there.';
COMMENT ON COLUMN notice_addresses.lists IS 'Lists (columns) that linked it.';
COMMENT ON COLUMN notice_addresses.cms_key IS 'The platform''s own number with its host; NULL where the address has none.';
COMMENT ON COLUMN notice_addresses.fingerprint IS 'Exact fingerprint of title and text last read there.';
COMMENT ON COLUMN notice_addresses.is_primary IS 'True for the address whose text makes versions.';
COMMENT ON COLUMN notice_addresses.diverged IS 'True while its text departs from the primary''s.';
COMMENT ON COLUMN notice_addresses.state IS 'live, missing or removed.';
COMMENT ON COLUMN notice_addresses.misses IS '404 or 410 answers in a row.';
COMMENT ON COLUMN notice_addresses.missed_since IS 'First of those; NULL while live.';
COMMENT ON COLUMN notice_addresses.first_seen_at IS 'When it was first ingested.';
COMMENT ON COLUMN notice_addresses.last_seen_at IS 'When it last answered well.';
COMMENT ON COLUMN notice_addresses.last_checked_at IS 'When it was last asked for.';
COMMENT ON COLUMN notice_addresses.page_id IS 'Last archived response whose text was read.';
COMMENT ON COLUMN notice_addresses.etag IS 'ETag of the last good answer.';
COMMENT ON COLUMN notice_addresses.last_modified IS 'Last-Modified of the last good answer, verbatim.';

CREATE TABLE notice_versions (
    version_id VARCHAR,
    notice_id VARCHAR,
    number INTEGER,
    valid_from TIMESTAMPTZ,
    valid_to TIMESTAMPTZ,
    title VARCHAR,
    published_on DATE,
    shown_on DATE,
    text VARCHAR,
    masthead VARCHAR,
    fingerprint VARCHAR,
    page_id VARCHAR
);
COMMENT ON TABLE notice_versions IS 'Distinct text of a notice.';
COMMENT ON COLUMN notice_versions.version_id IS 'Hash of notice, number and fingerprint.';
COMMENT ON COLUMN notice_versions.notice_id IS 'Notice.';
COMMENT ON COLUMN notice_versions.number IS '1 for the first version seen.';
COMMENT ON COLUMN notice_versions.valid_from IS 'When this text was first seen.';
COMMENT ON COLUMN notice_versions.valid_to IS 'When the next was; NULL for the current one.';
COMMENT ON COLUMN notice_versions.title IS 'Title.';
COMMENT ON COLUMN notice_versions.published_on IS 'Publication day.';
COMMENT ON COLUMN notice_versions.shown_on IS 'Publication day that the page itself shows; NULL where it shows none.';
COMMENT ON COLUMN notice_versions.text IS 'Cleaned body as the current parse reads it, paragraphs separated by one newline.';
COMMENT ON COLUMN notice_versions.masthead IS 'Lines that title, stamps, source line and column were read from.';
COMMENT ON COLUMN notice_versions.fingerprint IS 'Hash of title, publication day and text.';
COMMENT ON COLUMN notice_versions.page_id IS 'Archived response that first showed it.';

CREATE TABLE parses (
    parse_id VARCHAR,
    version_id VARCHAR,
    notice_id VARCHAR,
    parser_version VARCHAR,
    page_id VARCHAR,
    parsed_at TIMESTAMPTZ,
    superseded_at TIMESTAMPTZ,
    text VARCHAR,
    masthead VARCHAR,
    title VARCHAR,
    publisher VARCHAR,
    source_line VARCHAR,
    column_path VARCHAR[],
    published_on DATE,
    published_at TIMESTAMPTZ,
    signed_by VARCHAR,
    signed_on DATE,
    inspection_body VARCHAR,
    inspected_org VARCHAR,
    inspection_start DATE,
    inspection_end DATE,
    feedback_on DATE,
    problems INTEGER,
    completed INTEGER,
    basically_completed INTEGER,
    in_progress INTEGER,
    commitments INTEGER,
    open_items INTEGER
);
COMMENT ON TABLE parses IS 'Reading of one version by one parser version; problems, commitments and so on hang on it.';
COMMENT ON COLUMN parses.parse_id IS 'Hash of version and parser version.';
COMMENT ON COLUMN parses.version_id IS 'Version that was read.';
COMMENT ON COLUMN parses.notice_id IS 'Notice.';
COMMENT ON COLUMN parses.parser_version IS 'Version of the parser.';
COMMENT ON COLUMN parses.page_id IS 'Archived response whose bytes were read.';
COMMENT ON COLUMN parses.parsed_at IS 'When its rows were written.';
COMMENT ON COLUMN parses.superseded_at IS 'When a newer parse of the same version took its place; NULL for the current one.';
COMMENT ON COLUMN parses.text IS 'Body as this parse read it, where it differs from the version''s; else NULL.';
COMMENT ON COLUMN parses.masthead IS 'Masthead as this parse read it, where it differs from the version''s; else NULL.';
COMMENT ON COLUMN parses.title IS 'Title.';
COMMENT ON COLUMN parses.publisher IS 'Body that publishes the notice and answers for it.';
COMMENT ON COLUMN parses.source_line IS 'The page''s own source line, verbatim.';
COMMENT ON COLUMN parses.column_path IS 'Breadcrumb below the home page.';
COMMENT ON COLUMN parses.published_on IS 'Publication day.';
COMMENT ON COLUMN parses.published_at IS 'Publication time, where the page shows one.';
COMMENT ON COLUMN parses.signed_by IS 'Signature.';
COMMENT ON COLUMN parses.signed_on IS 'Date of the signature.';
COMMENT ON COLUMN parses.inspection_body IS 'Inspection team as first named.';
COMMENT ON COLUMN parses.inspected_org IS 'Body that was inspected, as written.';
COMMENT ON COLUMN parses.inspection_start IS 'First day of the inspection.';
COMMENT ON COLUMN parses.inspection_end IS 'Last day of the inspection.';
COMMENT ON COLUMN parses.feedback_on IS 'Day on which the findings were handed over.';
COMMENT ON COLUMN parses.problems IS 'Problems that were read.';
COMMENT ON COLUMN parses.completed IS 'Of those, how many are said to be completed.';
COMMENT ON COLUMN parses.basically_completed IS 'Of those, how many are said to be basically completed.';
COMMENT ON COLUMN parses.in_progress IS 'Of those, how many are said to be in progress.';
COMMENT ON COLUMN parses.commitments IS 'Dated promises that were read.';
COMMENT ON COLUMN parses.open_items IS 'Unfinished pieces of work without a date.';

CREATE TABLE facts (
    parse_id VARCHAR,
    notice_id VARCHAR,
    key VARCHAR,
    value VARCHAR,
    quote VARCHAR,
    quote_where VARCHAR,
    quote_start INTEGER,
    quote_end INTEGER
);
COMMENT ON TABLE facts IS 'Evidence for a single-valued field of a parse (title, publisher, signature, inspection).';
COMMENT ON COLUMN facts.parse_id IS 'Parse that read this row.';
COMMENT ON COLUMN facts.notice_id IS 'Notice that the row was read from.';
COMMENT ON COLUMN facts.key IS 'Field, named as in parses.';
COMMENT ON COLUMN facts.value IS 'Value as text, days in ISO 8601.';
COMMENT ON COLUMN facts.quote IS 'Verbatim words of the notice.';
COMMENT ON COLUMN facts.quote_where IS 'Text that the span counts in: body or masthead.';
COMMENT ON COLUMN facts.quote_start IS 'First character of the quote in that text, from 0.';
COMMENT ON COLUMN facts.quote_end IS 'Character after the quote''s last.';

CREATE TABLE figures (
    parse_id VARCHAR,
    notice_id VARCHAR,
    key VARCHAR,
    value INTEGER,
    day DATE,
    quote VARCHAR,
    quote_where VARCHAR,
    quote_start INTEGER,
    quote_end INTEGER
);
COMMENT ON TABLE figures IS 'Entry of the notice''s own tally.';
COMMENT ON COLUMN figures.parse_id IS 'Parse that read this row.';
COMMENT ON COLUMN figures.notice_id IS 'Notice that the row was read from.';
COMMENT ON COLUMN figures.key IS 'aspects, problems, detailed_problems, suggestions, measures, completed, basically_completed, in_progress or as_of.';
COMMENT ON COLUMN figures.value IS 'Count; NULL for as_of.';
COMMENT ON COLUMN figures.day IS 'Day, for as_of; else NULL.';
COMMENT ON COLUMN figures.quote IS 'Verbatim words of the notice.';
COMMENT ON COLUMN figures.quote_where IS 'Text that the span counts in: body or masthead.';
COMMENT ON COLUMN figures.quote_start IS 'First character of the quote in that text, from 0.';
COMMENT ON COLUMN figures.quote_end IS 'Character after the quote''s last.';

CREATE TABLE contacts (
    parse_id VARCHAR,
    notice_id VARCHAR,
    kind VARCHAR,
    quote VARCHAR,
    quote_where VARCHAR,
    quote_start INTEGER,
    quote_end INTEGER
);
COMMENT ON TABLE contacts IS 'Way to reach the publisher, verbatim.';
COMMENT ON COLUMN contacts.parse_id IS 'Parse that read this row.';
COMMENT ON COLUMN contacts.notice_id IS 'Notice that the row was read from.';
COMMENT ON COLUMN contacts.kind IS 'phone, address, postcode or email.';
COMMENT ON COLUMN contacts.quote IS 'Verbatim words of the notice.';
COMMENT ON COLUMN contacts.quote_where IS 'Text that the span counts in: body or masthead.';
COMMENT ON COLUMN contacts.quote_start IS 'First character of the quote in that text, from 0.';
COMMENT ON COLUMN contacts.quote_end IS 'Character after the quote''s last.';

CREATE TABLE attachments (
    parse_id VARCHAR,
    notice_id VARCHAR,
    url VARCHAR,
    name VARCHAR
);
COMMENT ON TABLE attachments IS 'File linked from a notice.';
COMMENT ON COLUMN attachments.parse_id IS 'Parse that read this row.';
COMMENT ON COLUMN attachments.notice_id IS 'Notice that the row was read from.';
COMMENT ON COLUMN attachments.url IS 'Address.';
COMMENT ON COLUMN attachments.name IS 'Name that the link shows.';
