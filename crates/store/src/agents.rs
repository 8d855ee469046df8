//! Agents.

use desk::{
    AgentId, Micros, address,
    agent::{Role, State},
};

use crate::{Error, Result, Row, Tx, changes::Change, events::Actor};

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
    /// False when switched off, and before they came.
    pub active: bool,
    /// False while they are invited and have not come yet.
    pub joined: bool,
    /// Rises when all their tokens are to end.
    pub epoch: i64,
    /// Whether they are told by mail while they are offline (LA-1).
    pub wants_mail: bool,
    /// How many conversations they are given at most (LD-6); others may be assigned to them by hand.
    pub capacity: i64,
}

impl Agent {
    /// As events and the audit log name them.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Agent(self.id, self.name.clone())
    }

    /// How they stand to the desk.
    #[must_use]
    pub fn state(&self) -> State {
        match (self.active, self.joined) {
            (true, _) => State::Active,
            (false, true) => State::Off,
            (false, false) => State::Invited,
        }
    }
}

/// What is read of an agent. Who has no password yet has not come yet.
macro_rules! agent {
    ($($rest:literal),*) => {
        concat!(
            "SELECT id, email, name, role, active, epoch, wants_mail, CASE WHEN password_hash = '' THEN 0 ELSE 1 END,
               capacity
             FROM agents ",
            $($rest),*
        )
    };
}

crate::statements! {
    ADD = "INSERT INTO agents (email, email_folded, name, role, password_hash, active, epoch, created_at)
           VALUES ($1, $2, $3, $4, $5, 1, 0, $6) RETURNING id";
    INVITE = "INSERT INTO agents (email, email_folded, name, role, password_hash, active, epoch, created_at)
              VALUES ($1, $2, $3, $4, '', 0, 0, $5) RETURNING id";
    JOIN = "UPDATE agents SET name = $2, password_hash = $3, active = 1
            WHERE id = $1 AND active = 0 AND password_hash = ''";
    FORGET = "DELETE FROM agents WHERE id = $1 AND active = 0 AND password_hash = ''";
    BY_ID = agent!("WHERE id = $1");
    BY_EMAIL = agent!("WHERE email_folded = $1");
    PASSWORD = "SELECT password_hash FROM agents WHERE id = $1 AND active = 1";
    SET_PASSWORD = "UPDATE agents SET password_hash = $2 WHERE id = $1 AND active = 1";
    LIST = agent!("WHERE active = 1 ORDER BY name, id");
    EVERYBODY = agent!("ORDER BY name, id");
    OTHER_ADMINS = "SELECT COUNT(*) FROM agents WHERE role = 'admin' AND active = 1 AND id <> $1";
    SET_ROLE = "UPDATE agents SET role = $2 WHERE id = $1";
    SET_ACTIVE = "UPDATE agents SET active = $2, epoch = epoch + 1 WHERE id = $1";
    COUNT = "SELECT COUNT(*) FROM agents";
    SET_WANTS_MAIL = "UPDATE agents SET wants_mail = $2 WHERE id = $1";
    SET_CAPACITY = "UPDATE agents SET capacity = $2 WHERE id = $1";
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
        joined: row.flag(7)?,
        capacity: row.int(8)?,
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
    Ok(AgentId(tx.insert(ADD, &values)?))
}

/// Adds somebody who is invited: they can do nothing before they have joined.
///
/// # Errors
/// The database's own, also where the address is registered already.
pub fn invite(tx: &mut Tx<'_>, email: &str, name: &str, role: Role, now: Micros) -> Result<AgentId> {
    let folded = address::fold(email);
    let values = [email.into(), (&folded).into(), name.into(), role.word().into(), now.into()];
    let id = tx.insert(INVITE, &values)?;
    tx.change(Change::SettingsChanged("agents"));
    Ok(AgentId(id))
}

/// Somebody who is invited joins. False when they have joined already.
///
/// # Errors
/// The database's own.
pub fn join(tx: &mut Tx<'_>, id: AgentId, name: &str, password_hash: &str) -> Result<bool> {
    tx.change(Change::SettingsChanged("agents"));
    Ok(tx.run(JOIN, &[id.into(), name.into(), password_hash.into()])? == 1)
}

/// Forgets somebody who is invited; what names them has to be gone. False when they have joined.
///
/// # Errors
/// The database's own.
pub fn forget(tx: &mut Tx<'_>, id: AgentId) -> Result<bool> {
    tx.change(Change::SettingsChanged("agents"));
    Ok(tx.run(FORGET, &[id.into()])? == 1)
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

/// Everybody by name: who is invited and who is switched off too.
///
/// # Errors
/// The database's own.
pub fn everybody(tx: &mut Tx<'_>) -> Result<Vec<Agent>> {
    tx.all(EVERYBODY, &[], read)
}

/// How many active admins there are beside this agent.
///
/// # Errors
/// The database's own.
pub fn other_admins(tx: &mut Tx<'_>, id: AgentId) -> Result<i64> {
    Ok(tx.one(OTHER_ADMINS, &[id.into()], |row| row.int(0))?.unwrap_or(0))
}

/// Gives an active agent another password.
///
/// # Errors
/// The database's own.
pub fn set_password(tx: &mut Tx<'_>, id: AgentId, password_hash: &str) -> Result<()> {
    tx.run(SET_PASSWORD, &[id.into(), password_hash.into()])?;
    Ok(())
}

/// Gives an agent another role. Open streams of news look at once what that means for them.
///
/// # Errors
/// The database's own.
pub fn set_role(tx: &mut Tx<'_>, id: AgentId, role: Role) -> Result<()> {
    tx.run(SET_ROLE, &[id.into(), role.word().into()])?;
    tx.change(Change::SettingsChanged("agents"));
    Ok(())
}

/// Switches an agent on or off; their tokens in mails end. Open streams of news look at once what that means for them.
///
/// # Errors
/// The database's own.
pub fn set_active(tx: &mut Tx<'_>, id: AgentId, active: bool) -> Result<()> {
    tx.run(SET_ACTIVE, &[id.into(), active.into()])?;
    tx.change(Change::SettingsChanged("agents"));
    Ok(())
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

/// Sets how many conversations an agent is given at most.
///
/// # Errors
/// The database's own.
pub fn set_capacity(tx: &mut Tx<'_>, id: AgentId, capacity: i64) -> Result<()> {
    tx.run(SET_CAPACITY, &[id.into(), capacity.into()])?;
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
