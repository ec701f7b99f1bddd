CREATE TABLE sources (
    source_id VARCHAR,
    name VARCHAR,
    region VARCHAR,
    publisher VARCHAR,
    lists VARCHAR[],
    registered_at TIMESTAMPTZ,
    first_polled_at TIMESTAMPTZ,
    retired_at TIMESTAMPTZ
);
COMMENT ON TABLE sources IS 'Source: a publisher''s configured lists.';
COMMENT ON COLUMN sources.source_id IS 'Id from the source''s file.';
COMMENT ON COLUMN sources.name IS 'Name in Chinese.';
COMMENT ON COLUMN sources.region IS 'Region, outermost part first, joined by slashes.';
COMMENT ON COLUMN sources.publisher IS 'Body that answers for the source''s notices.';
COMMENT ON COLUMN sources.lists IS 'Addresses of its lists.';
COMMENT ON COLUMN sources.registered_at IS 'When the source was first seen in the configuration.';
COMMENT ON COLUMN sources.first_polled_at IS 'When a list of it was first read well; NULL before.';
COMMENT ON COLUMN sources.retired_at IS 'When it left the configuration; NULL while configured.';

CREATE TABLE list_states (
    url VARCHAR,
    source_id VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    last_polled_at TIMESTAMPTZ,
    last_ok_at TIMESTAMPTZ,
    last_outcome VARCHAR,
    rows_seen INTEGER,
    failures INTEGER
);
COMMENT ON TABLE list_states IS 'Configured list: what the next poll of it needs to know.';
COMMENT ON COLUMN list_states.url IS 'Address of the list.';
COMMENT ON COLUMN list_states.source_id IS 'Source that lists it.';
COMMENT ON COLUMN list_states.etag IS 'ETag of the last good answer.';
COMMENT ON COLUMN list_states.last_modified IS 'Last-Modified of the last good answer, verbatim.';
COMMENT ON COLUMN list_states.last_polled_at IS 'When it was last asked for.';
COMMENT ON COLUMN list_states.last_ok_at IS 'When it last answered well (ok or unchanged).';
COMMENT ON COLUMN list_states.last_outcome IS 'Outcome of the last request.';
COMMENT ON COLUMN list_states.rows_seen IS 'Items that the last good answer listed; NULL where unknown.';
COMMENT ON COLUMN list_states.failures IS 'Requests that failed since the last good answer.';

CREATE TABLE fetches (
    fetch_id VARCHAR,
    source_id VARCHAR,
    url VARCHAR,
    purpose VARCHAR,
    asked_at TIMESTAMPTZ,
    outcome VARCHAR,
    status INTEGER,
    detail VARCHAR,
    page_id VARCHAR,
    etag VARCHAR,
    last_modified VARCHAR,
    rows_seen INTEGER
);
COMMENT ON TABLE fetches IS 'Request with its outcome. Old rows are rolled up into fetch_days.';
COMMENT ON COLUMN fetches.fetch_id IS 'Hash of address, purpose and time.';
COMMENT ON COLUMN fetches.source_id IS 'Source that the request was made for.';
COMMENT ON COLUMN fetches.url IS 'Address asked for.';
COMMENT ON COLUMN fetches.purpose IS 'list, article, recheck, attachment or robots.';
COMMENT ON COLUMN fetches.asked_at IS 'When it was asked for.';
COMMENT ON COLUMN fetches.outcome IS 'What became of it: ok, unchanged, gone, soft_404, blocked, challenge and so on.';
COMMENT ON COLUMN fetches.status IS 'HTTP status; NULL where no answer came.';
COMMENT ON COLUMN fetches.detail IS 'The failure in words.';
COMMENT ON COLUMN fetches.page_id IS 'Archived response; NULL where nothing was archived.';
COMMENT ON COLUMN fetches.etag IS 'ETag of the answer.';
COMMENT ON COLUMN fetches.last_modified IS 'Last-Modified of the answer, verbatim.';
COMMENT ON COLUMN fetches.rows_seen IS 'Items listed, for a list; else NULL.';

CREATE TABLE fetch_days (
    day DATE,
    source_id VARCHAR,
    purpose VARCHAR,
    outcome VARCHAR,
    requests BIGINT,
    first_at TIMESTAMPTZ,
    last_at TIMESTAMPTZ
);
COMMENT ON TABLE fetch_days IS 'Requests of one source, purpose and outcome in one day, rolled up.';
COMMENT ON COLUMN fetch_days.day IS 'Day in Asia/Shanghai.';
COMMENT ON COLUMN fetch_days.source_id IS 'Source.';
COMMENT ON COLUMN fetch_days.purpose IS 'Purpose of the requests.';
COMMENT ON COLUMN fetch_days.outcome IS 'Outcome of the requests.';
COMMENT ON COLUMN fetch_days.requests IS 'How many there were.';
COMMENT ON COLUMN fetch_days.first_at IS 'First of them.';
COMMENT ON COLUMN fetch_days.last_at IS 'Last of them.';

CREATE TABLE pages (
    page_id VARCHAR,
    url VARCHAR,
    fetched_at TIMESTAMPTZ,
    sha256 VARCHAR,
    content_type VARCHAR,
    warc_file VARCHAR,
    warc_offset BIGINT,
    record_sha256 VARCHAR
);
COMMENT ON TABLE pages IS 'Archived response: where its record stands in the archive.';
COMMENT ON COLUMN pages.page_id IS 'Hash of address, time and digest.';
COMMENT ON COLUMN pages.url IS 'Address asked for.';
COMMENT ON COLUMN pages.fetched_at IS 'When it was fetched.';
COMMENT ON COLUMN pages.sha256 IS 'SHA-256 of the body as received after content decoding.';
COMMENT ON COLUMN pages.content_type IS 'Content-Type header.';
COMMENT ON COLUMN pages.warc_file IS 'WARC file, relative to the archive''s folder.';
COMMENT ON COLUMN pages.warc_offset IS 'First byte of the record in that file.';
COMMENT ON COLUMN pages.record_sha256 IS 'SHA-256 of the record as it stands in the file: a link of the file''s hash chain.';
