CREATE OR REPLACE VIEW parse_texts AS
SELECT p.parse_id, p.version_id, p.notice_id, p.parser_version, p.superseded_at IS NULL AS is_current,
    coalesce(p.text, v.text) AS text, coalesce(p.masthead, v.masthead) AS masthead
FROM parses p JOIN notice_versions v USING (version_id);
COMMENT ON VIEW parse_texts IS 'What each parse read: its own text where it differs from the version''s.';
COMMENT ON COLUMN parse_texts.parse_id IS 'Parse.';
COMMENT ON COLUMN parse_texts.version_id IS 'Version that was read.';
COMMENT ON COLUMN parse_texts.notice_id IS 'Notice.';
COMMENT ON COLUMN parse_texts.parser_version IS 'Version of the parser.';
COMMENT ON COLUMN parse_texts.is_current IS 'Whether this is the parse of the version that counts.';
COMMENT ON COLUMN parse_texts.text IS 'Body that spans with quote_where ''body'' count in.';
COMMENT ON COLUMN parse_texts.masthead IS 'Masthead that spans with quote_where ''masthead'' count in.';
