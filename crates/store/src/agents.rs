//! Agents.

use desk::{AgentId, Micros, address, agent::Role};

use crate::{Error, Result, Row, Tx, changes::Change};

/// A person of the team.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Which.
    pub id: AgentId,
    /// The address that they sign in with and write from.
    pub email: String,
    /// The name shown to customers and colleagues.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// False when switched off.
    pub active: bool,
    /// Rises when all their tokens are to end.
    pub epoch: i64,
    /// Whether they are told by mail while they are offline (LA-1).
    pub wants_mail: bool,
}

crate::statements! {
    ADD = "INSERT INTO agents (email, email_folded, name, role, password_hash, active, epoch, created_at)
           VALUES ($1, $2, $3, $4, $5, 1, 0, $6) RETURNING id";
    BY_ID = "SELECT id, email, name, role, active, epoch, wants_mail FROM agents WHERE id = $1";
    BY_EMAIL = "SELECT id, email, name, role, active, epoch, wants_mail FROM agents WHERE email_folded = $1";
    PASSWORD = "SELECT password_hash FROM agents WHERE id = $1 AND active = 1";
    LIST = "SELECT id, email, name, role, active, epoch, wants_mail FROM agents WHERE active = 1 ORDER BY name, id";
    COUNT = "SELECT COUNT(*) FROM agents";
    SET_WANTS_MAIL = "UPDATE agents SET wants_mail = $2 WHERE id = $1";
    SET_NAMES = "UPDATE agents SET email = $2, email_folded = $3, name = $4 WHERE id = $1";
    ADDRESSES = "SELECT email_folded FROM agents";
}

fn read(row: &Row<'_>) -> Result<Agent> {
    let role = row.text(3)?;
    Ok(Agent {
        id: AgentId(row.int(0)?),
        email: row.text(1)?,
        name: row.text(2)?,
        role: Role::from_word(&role).ok_or_else(|| Error::unreadable("role", role))?,
        active: row.flag(4)?,
        epoch: row.int(5)?,
        wants_mail: row.flag(6)?,
    })
}

/// Adds an agent.
///
/// # Errors
/// [`Error::Taken`] when the address is registered already; the database's own.
pub fn add(tx: &mut Tx<'_>, email: &str, name: &str, role: Role, password_hash: &str, now: Micros) -> Result<AgentId> {
    let folded = address::fold(email);
    if by_email(tx, email)?.is_some() {
        return Err(Error::Taken("an agent with this address is there already".into()));
    }
    let values = [email.into(), (&folded).into(), name.into(), role.word().into(), password_hash.into(), now.into()];
    let id = tx.insert(ADD, &values)?;
    id.map(AgentId).ok_or_else(|| Error::unreadable("agent", "no id came back"))
}

/// The agent with this id.
///
/// # Errors
/// The database's own.
pub fn by_id(tx: &mut Tx<'_>, id: AgentId) -> Result<Option<Agent>> {
    tx.one(BY_ID, &[id.into()], read)
}

/// The agent with this address, in any spelling.
///
/// # Errors
/// The database's own.
pub fn by_email(tx: &mut Tx<'_>, email: &str) -> Result<Option<Agent>> {
    tx.one(BY_EMAIL, &[(&address::fold(email)).into()], read)
}

/// The password hash of an active agent.
///
/// # Errors
/// The database's own.
pub fn password_hash(tx: &mut Tx<'_>, id: AgentId) -> Result<Option<String>> {
    tx.one(PASSWORD, &[id.into()], |row| row.text(0))
}

/// All active agents by name.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut Tx<'_>) -> Result<Vec<Agent>> {
    tx.all(LIST, &[], read)
}

/// How many agents there are, switched off ones included.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut Tx<'_>) -> Result<i64> {
    Ok(tx.one(COUNT, &[], |row| row.int(0))?.unwrap_or(0))
}

/// Writes an agent's address and name anew.
///
/// # Errors
/// [`Error::Taken`] when the address is another agent's; the database's own.
pub fn set_names(tx: &mut Tx<'_>, id: AgentId, email: &str, name: &str) -> Result<()> {
    if by_email(tx, email)?.is_some_and(|other| other.id != id) {
        return Err(Error::Taken("another agent has this address".into()));
    }
    tx.run(SET_NAMES, &[id.into(), email.into(), (&address::fold(email)).into(), name.into()])?;
    tx.change(Change::SettingsChanged("agents"));
    Ok(())
}

/// Switches mail to an agent on or off (LA-1).
///
/// # Errors
/// The database's own.
pub fn set_wants_mail(tx: &mut Tx<'_>, id: AgentId, wants: bool) -> Result<()> {
    tx.run(SET_WANTS_MAIL, &[id.into(), wants.into()])?;
    Ok(())
}

/// The registered addresses of all agents, folded, switched off ones included.
///
/// # Errors
/// The database's own.
pub fn addresses(tx: &mut Tx<'_>) -> Result<Vec<String>> {
    tx.all(ADDRESSES, &[], |row| row.text(0))
}
