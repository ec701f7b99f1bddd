ALTER TABLE notice_addresses ADD COLUMN missed_at TIMESTAMPTZ;
COMMENT ON COLUMN notice_addresses.missed_at IS 'Last of them; a request counts once, however often it is looked at.';
