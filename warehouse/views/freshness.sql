CREATE OR REPLACE VIEW freshness AS
SELECT (SELECT max(asked_at) FROM fetches) AS last_request_at, (SELECT max(fetched_at) FROM pages) AS last_page_at,
    (SELECT max(happened_at) FROM events) AS last_event_at, (SELECT max(valid_from) FROM notice_versions) AS last_version_at,
    (SELECT max(published_on) FROM notice_versions) AS newest_notice_on,
    (SELECT count(*) FROM sources WHERE retired_at IS NULL) AS sources, (SELECT count(*) FROM notices) AS notices,
    (SELECT count(*) FROM notice_versions) AS versions, (SELECT max(number) FROM schema_migrations) AS schema_number;
COMMENT ON VIEW freshness IS 'How fresh this file is, and how much it holds.';
COMMENT ON COLUMN freshness.last_request_at IS 'Last request.';
COMMENT ON COLUMN freshness.last_page_at IS 'Last archived response.';
COMMENT ON COLUMN freshness.last_event_at IS 'Last event.';
COMMENT ON COLUMN freshness.last_version_at IS 'Last new notice or edit.';
COMMENT ON COLUMN freshness.newest_notice_on IS 'Publication day of the newest notice.';
COMMENT ON COLUMN freshness.sources IS 'Configured sources.';
COMMENT ON COLUMN freshness.notices IS 'Notices.';
COMMENT ON COLUMN freshness.versions IS 'Versions.';
COMMENT ON COLUMN freshness.schema_number IS 'Number of the last migration.';
