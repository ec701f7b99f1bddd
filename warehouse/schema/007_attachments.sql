ALTER TABLE attachments ADD COLUMN kind VARCHAR;
ALTER TABLE attachments ADD COLUMN chars INTEGER;
COMMENT ON COLUMN attachments.kind IS 'What the file''s bytes are: pdf, docx, doc, xlsx, zip and so on; NULL where it was not fetched.';
COMMENT ON COLUMN attachments.chars IS 'Characters of text read from it; NULL where it was not fetched.';
