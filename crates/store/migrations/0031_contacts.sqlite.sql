-- Contacts as people work with them: companies by domain, notes, merging, fields of the desk's own.
CREATE TABLE companies (
  id IDENTITY_KEY,
  name TEXT NOT NULL,
  notes TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);

CREATE TABLE company_domains (
  domain TEXT PRIMARY KEY,
  company_id BIGINT NOT NULL REFERENCES companies (id)
);
CREATE INDEX company_domains_by_company ON company_domains (company_id);

-- All addresses of a contact side by side, for whoever looks for one.
ALTER TABLE contacts ADD COLUMN addresses TEXT NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN company_id BIGINT;
-- 1 where somebody said which company, or that there is none; the domain says nothing then.
ALTER TABLE contacts ADD COLUMN company_set BIGINT NOT NULL DEFAULT 0;
ALTER TABLE contacts ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';
ALTER TABLE contacts ADD COLUMN merged_into BIGINT;
ALTER TABLE contacts ADD COLUMN erased_at BIGINT;
ALTER TABLE contact_addresses ADD COLUMN domain TEXT NOT NULL DEFAULT '';
UPDATE contacts SET addresses = address;
UPDATE contact_addresses SET domain =
  SUBSTR(address_folded, LENGTH(RTRIM(address_folded, REPLACE(address_folded, '@', ''))) + 1);
CREATE INDEX contacts_by_company ON contacts (company_id, id);
CREATE INDEX contacts_by_merge ON contacts (merged_into);
CREATE INDEX contact_addresses_by_contact ON contact_addresses (contact_id);
CREATE INDEX contact_addresses_by_domain ON contact_addresses (domain);

CREATE TABLE contact_notes (
  id IDENTITY_KEY,
  contact_id BIGINT NOT NULL,
  agent_id BIGINT NOT NULL,
  agent_name TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX contact_notes_by_contact ON contact_notes (contact_id, id);

-- What a merge brought to another contact, so that it can be undone: conversations and notes by number, addresses by word.
CREATE TABLE merged_contact_parts (
  source_id BIGINT NOT NULL,
  part TEXT NOT NULL,
  number BIGINT NOT NULL,
  address TEXT NOT NULL,
  PRIMARY KEY (source_id, part, number, address)
);
