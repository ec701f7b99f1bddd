CREATE OR REPLACE VIEW removed_notices AS
SELECT n.notice_id, n.title, n.publisher, n.region, n.published_on, n.state, s.state_since,
    min(a.missed_since) AS missed_since, max(a.misses) AS misses, list(a.url ORDER BY a.url) AS addresses, n.page_id
FROM current_notices n
JOIN notices s USING (notice_id)
JOIN notice_addresses a USING (notice_id)
WHERE n.state IN ('missing', 'removed')
GROUP BY ALL
ORDER BY s.state_since DESC;
COMMENT ON VIEW removed_notices IS 'Notice that no longer stands at any of its addresses.';
COMMENT ON COLUMN removed_notices.notice_id IS 'Notice.';
COMMENT ON COLUMN removed_notices.title IS 'Title.';
COMMENT ON COLUMN removed_notices.publisher IS 'Body that answers for it.';
COMMENT ON COLUMN removed_notices.region IS 'Region of its source.';
COMMENT ON COLUMN removed_notices.published_on IS 'Publication day.';
COMMENT ON COLUMN removed_notices.state IS 'missing at first, removed once it has been gone for days.';
COMMENT ON COLUMN removed_notices.state_since IS 'When that state began.';
COMMENT ON COLUMN removed_notices.missed_since IS 'First 404 or 410.';
COMMENT ON COLUMN removed_notices.misses IS '404 or 410 answers in a row.';
COMMENT ON COLUMN removed_notices.addresses IS 'Its addresses.';
COMMENT ON COLUMN removed_notices.page_id IS 'Archived copy of its last version.';
