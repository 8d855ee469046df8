//! Contacts: customers and their addresses. Their notes and what merges them stand beside.

pub mod erasing;
pub mod fields;
pub mod merging;
pub mod notes;

use desk::{AgentId, CompanyId, ContactId, Micros, address, limits};

use crate::{Error, Result, Row, Tx, bounced::Bounced, changes::Change};

/// A contact as its page needs it.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Which.
    pub id: ContactId,
    /// The name, where it is known.
    pub name: Option<String>,
    /// The primary address.
    pub address: String,
    /// The company: id, name.
    pub company: Option<(CompanyId, String)>,
    /// True where somebody said which company, or that there is none; else the domains of the addresses say it.
    pub company_set: bool,
    /// Values of the desk's own fields, by the field's id.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// The contact that this one was merged into.
    pub merged_into: Option<ContactId>,
    /// When all that is known of them was erased.
    pub erased_at: Option<Micros>,
    /// Since when they are known.
    pub created_at: Micros,
    /// When something about them changed last.
    pub updated_at: Micros,
}

/// An address of a contact, and why mail to it comes back.
pub type Reached = (String, Option<Bounced>);

/// A contact as lists show it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which.
    pub id: ContactId,
    /// The name, where it is known.
    pub name: Option<String>,
    /// The primary address.
    pub address: String,
    /// All addresses, side by side.
    pub addresses: String,
    /// The company: id, name.
    pub company: Option<(CompanyId, String)>,
    /// When something about them changed last.
    pub updated_at: Micros,
}

crate::statements! {
    BY_ADDRESS = "SELECT contact_id FROM contact_addresses WHERE address_folded = $1";
    ADD = "INSERT INTO contacts (name, address, addresses, company_id, created_at, updated_at)
           VALUES ($1, $2, $2, (SELECT company_id FROM company_domains WHERE domain = $4), $3, $3) RETURNING id";
    ADD_ADDRESS = "INSERT INTO contact_addresses (address_folded, contact_id, address, domain) VALUES ($1, $2, $3, $4)
                   ON CONFLICT (address_folded) DO NOTHING";
    REWRITE_ADDRESS = "UPDATE contact_addresses SET address = $3 WHERE address_folded = $1 AND contact_id = $2";
    REMOVE_ADDRESS = "DELETE FROM contact_addresses WHERE address_folded = $1 AND contact_id = $2";
    FORGET = "DELETE FROM contacts WHERE id = $1";
    BEGINNING_WITH = concat!(
        "SELECT p.id, p.name, p.address FROM (SELECT id, name, address FROM contacts ORDER BY id DESC LIMIT $4) AS p
         WHERE (LOWER(p.address) LIKE $2 ESCAPE '|' OR LOWER(p.name) LIKE $2 ESCAPE '|' OR LOWER(p.name) LIKE $3 ESCAPE '|')
           AND EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = p.id AND ",
        crate::seen_by_agent!("c.queue_id"),
        ") ORDER BY p.id DESC LIMIT $5"
    );
    NAME_IF_NONE = "UPDATE contacts SET name = $2, updated_at = $3 WHERE id = $1 AND name IS NULL";
    BY_ID = "SELECT p.id, p.name, p.address, p.company_id, k.name, p.company_set, p.fields, p.merged_into, p.erased_at,
               p.created_at, p.updated_at
             FROM contacts p LEFT JOIN companies k ON k.id = p.company_id WHERE p.id = $1";
    ADDRESSES = "SELECT a.address, b.status, b.reason, b.bounced_at FROM contact_addresses a
                 LEFT JOIN bounced_addresses b ON b.address_folded = a.address_folded
                 WHERE a.contact_id = $1 ORDER BY a.address_folded LIMIT 200";
    SEEN = concat!("SELECT c.id FROM conversations c WHERE c.contact_id = $2 AND ", crate::seen_by_agent!("c.queue_id"), " LIMIT 1");
    NEWEST = "SELECT p.id, p.name, p.address, p.addresses, p.company_id, k.name, p.updated_at
              FROM contacts p LEFT JOIN companies k ON k.id = p.company_id
              WHERE p.id < $1 AND p.merged_into IS NULL AND p.erased_at IS NULL ORDER BY p.id DESC LIMIT $2";
    OF_COMPANY = "SELECT p.id, p.name, p.address, p.addresses, p.company_id, k.name, p.updated_at
                  FROM contacts p LEFT JOIN companies k ON k.id = p.company_id
                  WHERE p.company_id = $3 AND p.id < $1 AND p.merged_into IS NULL AND p.erased_at IS NULL
                  ORDER BY p.id DESC LIMIT $2";
    SET_NAME = "UPDATE contacts SET name = $2, updated_at = $3 WHERE id = $1";
    SET_ADDRESSES = "UPDATE contacts SET address = $2, addresses = $3, updated_at = $4 WHERE id = $1";
    SET_COMPANY = "UPDATE contacts SET company_id = $2, company_set = $3, updated_at = $4 WHERE id = $1";
    SET_FIELDS = "UPDATE contacts SET fields = $2, updated_at = $3 WHERE id = $1";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(OF_COMPANY, "contacts_by_company")];

/// The contact with this address.
///
/// # Errors
/// The database's own.
pub fn by_address(tx: &mut Tx<'_>, written: &str) -> Result<Option<ContactId>> {
    by_folded(tx, &address::fold(written))
}

fn by_folded(tx: &mut Tx<'_>, folded: &str) -> Result<Option<ContactId>> {
    tx.one(BY_ADDRESS, &[folded.into()], |row| Ok(ContactId(row.int(0)?)))
}

/// The contact with this address, made where there is none. A name is taken where none was known.
///
/// # Errors
/// The database's own.
pub fn find_or_add(tx: &mut Tx<'_>, name: Option<&str>, written: &str, now: Micros) -> Result<ContactId> {
    let folded = address::fold(written);
    if let Some(known) = by_folded(tx, &folded)? {
        if let Some(name) = name {
            tx.run(NAME_IF_NONE, &[known.into(), name.into(), now.into()])?;
        }
        return Ok(known);
    }
    let id = ContactId(tx.insert(ADD, &[name.into(), written.into(), now.into(), domain_of(&folded).into()])?);
    if add_address(tx, id, &folded, written)? {
        return Ok(id);
    }
    // Another transaction made the same contact at this moment and has committed it: that one counts.
    tx.run(FORGET, &[id.into()])?;
    by_folded(tx, &folded)?.ok_or_else(|| Error::unreadable("contact", "neither new nor known"))
}

/// False where a contact has the address already.
fn add_address(tx: &mut Tx<'_>, id: ContactId, folded: &str, written: &str) -> Result<bool> {
    let values = [folded.into(), id.into(), written.into(), domain_of(folded).into()];
    Ok(tx.run(ADD_ADDRESS, &values)? == 1)
}

fn domain_of(folded: &str) -> &str {
    address::domain(folded).unwrap_or_default()
}

/// A contact as it is offered: which, the name, the address.
pub type Offered = (ContactId, Option<String>, String);

/// Contacts whose address, or a word of whose name, begins so, of conversations that this agent may see; the newest first,
/// of the newest [`limits::CONTACTS_COMPLETED`].
///
/// # Errors
/// The database's own.
pub fn beginning_with(tx: &mut Tx<'_>, agent: AgentId, typed: &str, most: i64) -> Result<Vec<Offered>> {
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let plain = typed.replace('|', "||").replace('%', "|%").replace('_', "|_");
    let (first, later) = (format!("{plain}%"), format!("% {plain}%"));
    let values = [agent.into(), (&first).into(), (&later).into(), limits::CONTACTS_COMPLETED.into(), most.into()];
    tx.all(BEGINNING_WITH, &values, |row| Ok((ContactId(row.int(0)?), row.opt_text(1)?, row.text(2)?)))
}

/// The contact with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: ContactId) -> Result<Option<Contact>> {
    tx.one(BY_ID, &[id.into()], |row| {
        Ok(Contact {
            id: ContactId(row.int(0)?),
            name: row.opt_text(1)?,
            address: row.text(2)?,
            company: company(row, 3)?,
            company_set: row.flag(5)?,
            fields: row.json(6, "fields")?,
            merged_into: row.opt_int(7)?.map(ContactId),
            erased_at: row.opt_time(8)?,
            created_at: row.time(9)?,
            updated_at: row.time(10)?,
        })
    })
}

/// The contact with this id, or the one that it was merged into.
///
/// # Errors
/// The database's own.
pub fn followed(tx: &mut Tx<'_>, id: ContactId) -> Result<Option<Contact>> {
    let mut found = by_id(tx, id)?;
    for _ in 0..limits::MERGES_FOLLOWED {
        match found.as_ref().and_then(|contact| contact.merged_into) {
            Some(into) => found = by_id(tx, into)?,
            None => break,
        }
    }
    Ok(found)
}

fn company(row: &Row<'_>, at: usize) -> Result<Option<(CompanyId, String)>> {
    Ok(row.opt_int(at)?.map(CompanyId).zip(row.opt_text(at + 1)?))
}

/// The addresses of a contact, each with why mail to it comes back, in the order of their letters.
///
/// # Errors
/// The database's own.
pub fn addresses(tx: &mut Tx<'_>, id: ContactId) -> Result<Vec<Reached>> {
    tx.all(ADDRESSES, &[id.into()], |row| {
        let bounced = match (row.opt_text(2)?, row.opt_time(3)?) {
            (Some(reason), Some(at)) => Some(Bounced { status: row.opt_text(1)?, reason, at }),
            _ => None,
        };
        Ok((row.text(0)?, bounced))
    })
}

/// True when the agent sees a conversation of this contact.
///
/// # Errors
/// The database's own.
pub fn is_seen(tx: &mut Tx<'_>, agent: AgentId, id: ContactId) -> Result<bool> {
    Ok(tx.one(SEEN, &[agent.into(), id.into()], |_| Ok(()))?.is_some())
}

/// The newest contacts before this one, or those of a company; merged and erased ones are left out.
///
/// # Errors
/// The database's own.
pub fn newest(
    tx: &mut Tx<'_>,
    company_id: Option<CompanyId>,
    before: Option<ContactId>,
    most: i64,
) -> Result<Vec<Listed>> {
    let before = before.map_or(i64::MAX, |id| id.0);
    let read = |row: &Row<'_>| {
        Ok(Listed {
            id: ContactId(row.int(0)?),
            name: row.opt_text(1)?,
            address: row.text(2)?,
            addresses: row.text(3)?,
            company: company(row, 4)?,
            updated_at: row.time(6)?,
        })
    };
    match company_id {
        Some(company) => tx.all(OF_COMPANY, &[before.into(), most.into(), company.into()], read),
        None => tx.all(NEWEST, &[before.into(), most.into()], read),
    }
}

/// Sets the name, or takes it away.
///
/// # Errors
/// The database's own.
pub fn set_name(tx: &mut Tx<'_>, id: ContactId, name: Option<&str>, now: Micros) -> Result<()> {
    tx.run(SET_NAME, &[id.into(), name.into(), now.into()])?;
    tx.change(Change::ContactChanged(id));
    Ok(())
}

/// Gives a contact exactly these addresses, the primary one first. False where another contact has one of them: then the
/// caller rolls back.
///
/// # Errors
/// The database's own.
pub fn set_addresses(tx: &mut Tx<'_>, id: ContactId, written: &[String], now: Micros) -> Result<bool> {
    let wanted: Vec<String> = written.iter().map(|one| address::fold(one)).collect();
    for (former, _) in addresses(tx, id)? {
        let folded = address::fold(&former);
        if !wanted.contains(&folded) {
            tx.run(REMOVE_ADDRESS, &[(&folded).into(), id.into()])?;
        }
    }
    for (one, folded) in written.iter().zip(&wanted) {
        let added = add_address(tx, id, folded, one)?;
        if !added && tx.run(REWRITE_ADDRESS, &[folded.into(), id.into(), one.into()])? == 0 {
            return Ok(false);
        }
    }
    let primary = written.first().map(String::as_str).unwrap_or_default();
    tx.run(SET_ADDRESSES, &[id.into(), primary.into(), (&written.join(" ")).into(), now.into()])?;
    crate::companies::follow_domains(tx, id)?;
    tx.change(Change::ContactChanged(id));
    Ok(true)
}

/// Says which company a contact is of, or that it is of none; where nobody says it, its domains do.
///
/// # Errors
/// The database's own.
pub fn set_company(tx: &mut Tx<'_>, id: ContactId, said: Option<Option<CompanyId>>, now: Micros) -> Result<()> {
    tx.run(SET_COMPANY, &[id.into(), said.flatten().into(), said.is_some().into(), now.into()])?;
    crate::companies::follow_domains(tx, id)?;
    tx.change(Change::ContactChanged(id));
    Ok(())
}

/// Sets the values of the desk's own fields.
///
/// # Errors
/// The database's own.
pub fn set_fields(
    tx: &mut Tx<'_>,
    id: ContactId,
    fields: &serde_json::Map<String, serde_json::Value>,
    now: Micros,
) -> Result<()> {
    let json = serde_json::to_string(fields).map_err(|error| Error::unreadable("fields", error))?;
    tx.run(SET_FIELDS, &[id.into(), (&json).into(), now.into()])?;
    tx.change(Change::ContactChanged(id));
    Ok(())
}
