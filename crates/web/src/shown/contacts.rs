//! Contacts and companies, as lists and their own pages show them.

use desk::{CompanyId, ContactFieldId, ContactId, ContactNoteId};
use jiff::Timestamp;
use serde::Serialize;
use store::{
    Tx,
    agents::Agent,
    companies,
    contacts::{self, Listed, fields, merging, notes},
};
use utoipa::ToSchema;

use crate::{
    shown::{
        people::{Bounced, ContactRef},
        time,
    },
    version::Version,
};

/// A company.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CompanyRef {
    /// Which.
    #[schema(value_type = String)]
    pub id: CompanyId,
    /// Its name.
    #[schema(example = "Acme")]
    pub name: String,
}

impl From<(CompanyId, String)> for CompanyRef {
    fn from((id, name): (CompanyId, String)) -> Self {
        Self { id, name }
    }
}

/// A contact as lists show it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ContactItem {
    /// Which.
    #[schema(value_type = String)]
    pub id: ContactId,
    /// The name, where it is known.
    #[schema(required, example = "Zoë Kůň")]
    pub name: Option<String>,
    /// The primary address.
    #[schema(example = "zoe@shop.example")]
    pub address: String,
    /// The company.
    #[schema(required)]
    pub company: Option<CompanyRef>,
    /// When something about them changed last.
    pub updated_at: Timestamp,
}

impl From<Listed> for ContactItem {
    fn from(listed: Listed) -> Self {
        Self {
            id: listed.id,
            name: listed.name,
            address: listed.address,
            company: listed.company.map(CompanyRef::from),
            updated_at: time(listed.updated_at),
        }
    }
}

/// A page of contacts, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactPage {
    /// The page; it may be short before the last one.
    pub items: Vec<ContactItem>,
    /// Where the next page begins; null when this is the last.
    #[schema(required)]
    pub next: Option<String>,
}

/// An address of a contact.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ContactAddress {
    /// The address as it was written.
    #[schema(example = "zoe@shop.example")]
    pub address: String,
    /// Why mail to it comes back; null where it does not.
    #[schema(required)]
    pub bounced: Option<Bounced>,
}

/// A note about a contact, which only the team sees.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ContactNote {
    /// Which.
    #[schema(value_type = String)]
    pub id: ContactNoteId,
    /// Who wrote it, by the name at that moment.
    #[schema(example = "Ana")]
    pub author: String,
    /// What it says.
    #[schema(example = "Prefers to be called in the morning.")]
    pub text: String,
    /// When.
    pub created_at: Timestamp,
    /// True when the caller may remove it.
    pub removable: bool,
}

/// What a contact has in a field of the desk's own.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ContactFieldValue {
    /// Which field.
    #[schema(value_type = String)]
    pub field: ContactFieldId,
    /// Its name.
    #[schema(example = "Customer number")]
    pub name: String,
    /// The value: text, a number with a point, a day like `2026-11-05`, `true` for a ticked box.
    #[schema(example = "4711")]
    pub value: String,
}

/// A contact with what the team knows about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Contact {
    /// Which.
    #[schema(value_type = String)]
    pub id: ContactId,
    /// The name, where it is known.
    #[schema(required, example = "Zoë Kůň")]
    pub name: Option<String>,
    /// The primary address.
    #[schema(example = "zoe@shop.example")]
    pub address: String,
    /// All addresses, the primary one first.
    pub addresses: Vec<ContactAddress>,
    /// The company.
    #[schema(required)]
    pub company: Option<CompanyRef>,
    /// True where the domains of the addresses say the company; false where somebody said it.
    pub company_by_domain: bool,
    /// What stands in the desk's own fields; an empty one is left out.
    pub fields: Vec<ContactFieldValue>,
    /// Notes, the newest first.
    pub notes: Vec<ContactNote>,
    /// Contacts that were merged into this one; each can be taken out again.
    pub merged: Vec<ContactRef>,
    /// Since when they are known.
    pub created_at: Timestamp,
    /// When something about them changed last.
    pub updated_at: Timestamp,
}

impl Contact {
    /// Reads what belongs to a contact, as this agent sees it.
    ///
    /// # Errors
    /// The store's own.
    pub fn of(tx: &mut Tx<'_>, agent: &Agent, stored: contacts::Contact) -> store::Result<Self> {
        let mut addresses = contacts::addresses(tx, stored.id)?;
        let primary = desk::address::fold(&stored.address);
        addresses.sort_by_key(|(written, _)| desk::address::fold(written) != primary);
        let value = |field: fields::Field| {
            let value = stored.fields.get(&field.id.to_string())?.as_str()?.to_string();
            Some(ContactFieldValue { field: field.id, name: field.draft.name, value })
        };
        let values = fields::list(tx)?.into_iter().filter_map(value).collect();
        let shown = |(address, bounced): contacts::Reached| ContactAddress {
            address,
            bounced: bounced.as_ref().map(Bounced::from),
        };
        let noted = |note: notes::Note| ContactNote {
            id: note.id,
            removable: flow::contacts::may_remove(agent, &note),
            author: note.agent.1,
            text: note.text,
            created_at: time(note.created_at),
        };
        Ok(Self {
            id: stored.id,
            name: stored.name,
            address: stored.address,
            addresses: addresses.into_iter().map(shown).collect(),
            company: stored.company.map(CompanyRef::from),
            company_by_domain: !stored.company_set,
            fields: values,
            notes: notes::of(tx, stored.id)?.into_iter().map(noted).collect(),
            merged: merging::merged(tx, stored.id)?.into_iter().map(ContactRef::from).collect(),
            created_at: time(stored.created_at),
            updated_at: time(stored.updated_at),
        })
    }

    /// The version of what a form of a contact edits.
    #[must_use]
    pub fn version(&self) -> Version {
        let addresses: Vec<&str> = self.addresses.iter().map(|one| one.address.as_str()).collect();
        let fields: Vec<(ContactFieldId, &str)> =
            self.fields.iter().map(|one| (one.field, one.value.as_str())).collect();
        Version::of(&(&self.name, addresses, self.company.as_ref().map(|one| one.id), self.company_by_domain, fields))
    }
}

/// A company with its domains.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Company {
    /// Which.
    #[schema(value_type = String)]
    pub id: CompanyId,
    /// Its name.
    #[schema(example = "Acme")]
    pub name: String,
    /// Its domains: whoever has an address there belongs to it, unless somebody said otherwise.
    #[schema(example = json!(["acme.example"]))]
    pub domains: Vec<String>,
    /// What the team knows about it.
    pub notes: String,
    /// When something about it changed last.
    pub updated_at: Timestamp,
}

impl From<companies::Company> for Company {
    fn from(stored: companies::Company) -> Self {
        let companies::Draft { name, domains, notes } = stored.draft;
        Self { id: stored.id, name, domains, notes, updated_at: time(stored.updated_at) }
    }
}

impl Company {
    /// The version of what its form edits.
    #[must_use]
    pub fn version(&self) -> Version {
        Version::of(&(&self.name, &self.domains, &self.notes))
    }
}

/// A page of companies, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompanyPage {
    /// The page; it may be short before the last one.
    pub items: Vec<Company>,
    /// Where the next page begins; null when this is the last.
    #[schema(required)]
    pub next: Option<String>,
}
