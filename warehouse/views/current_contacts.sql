CREATE OR REPLACE VIEW current_contacts AS
SELECT c.notice_id, n.publisher, n.title, c.kind, c.quote, c.quote_where, c.quote_start, c.quote_end, c.parse_id
FROM contacts c
JOIN current_notices n USING (parse_id)
ANTI JOIN (SELECT parse_id, target_id FROM corrections WHERE holds AND subject = 'contact') d
    ON d.parse_id = c.parse_id AND d.target_id = c.quote;
COMMENT ON VIEW current_contacts IS 'Way to reach the publisher that a current version names; without those that the operator dismissed.';
COMMENT ON COLUMN current_contacts.notice_id IS 'Notice.';
COMMENT ON COLUMN current_contacts.publisher IS 'Body that answers for it.';
COMMENT ON COLUMN current_contacts.title IS 'Title of the notice.';
COMMENT ON COLUMN current_contacts.kind IS 'phone, address, postcode or email.';
COMMENT ON COLUMN current_contacts.quote IS 'Verbatim words of the notice.';
COMMENT ON COLUMN current_contacts.quote_where IS 'Text that the span counts in: body or masthead.';
COMMENT ON COLUMN current_contacts.quote_start IS 'First character of the quote in that text, from 0.';
COMMENT ON COLUMN current_contacts.quote_end IS 'Character after the quote''s last.';
COMMENT ON COLUMN current_contacts.parse_id IS 'Current parse.';
