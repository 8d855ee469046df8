-- What else the desk keeps about contacts: fields that whoever leads the team defines. Values stand in the contact's row.
CREATE TABLE contact_fields (
  id IDENTITY_KEY,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  choices TEXT NOT NULL,
  created_at BIGINT NOT NULL
);
