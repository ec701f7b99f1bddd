CREATE OR REPLACE VIEW parse_texts AS
-- Apart, so that the join is built on rows without texts and the texts only stream by.
SELECT parse_id, version_id, notice_id, parser_version, superseded_at IS NULL AS is_current, text, masthead
FROM parses WHERE text IS NOT NULL
UNION ALL
SELECT p.parse_id, p.version_id, p.notice_id, p.parser_version, p.superseded_at IS NULL, v.text, v.masthead
FROM parses p JOIN notice_versions v USING (version_id) WHERE p.text IS NULL;
COMMENT ON VIEW parse_texts IS 'What each parse read: its own text where it differs from the version''s.';
COMMENT ON COLUMN parse_texts.parse_id IS 'Parse.';
COMMENT ON COLUMN parse_texts.version_id IS 'Version that was read.';
COMMENT ON COLUMN parse_texts.notice_id IS 'Notice.';
COMMENT ON COLUMN parse_texts.parser_version IS 'Version of the parser.';
COMMENT ON COLUMN parse_texts.is_current IS 'Whether this is the parse of the version that counts.';
COMMENT ON COLUMN parse_texts.text IS 'Body that spans with quote_where ''body'' count in.';
COMMENT ON COLUMN parse_texts.masthead IS 'Masthead that spans with quote_where ''masthead'' count in.';
