//! Mails with a link into the desk: invitations and ways to a new password. A link stands on the desk's own base URL,
//! whatever a request said (D6), its token behind the hash, so that no server or proxy on its way logs it.

use desk::{Micros, agent::State, limits, notice::Kind, template::Kind as Template};
use store::{
    Tx,
    account_links::{self, Purpose},
    agents::Agent,
    notices,
};

use super::{any_that_sends, held::to_agent, queue, written_for};
use crate::{Node, people};

/// A link to be mailed.
pub(crate) struct Link<'a> {
    /// What the mail is for.
    pub(crate) kind: Kind,
    /// What the link is for.
    pub(crate) purpose: Purpose,
    /// The page that it leads to.
    pub(crate) path: &'static str,
    /// What the mail says.
    pub(crate) template: Template,
    /// Who sends it, where the text names somebody.
    pub(crate) by: &'a str,
    /// Until when it is good.
    pub(crate) until: Micros,
}

/// What became of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Linked {
    /// It is on its way.
    Mailed,
    /// Enough links of this kind were mailed to this person within the hour.
    OftenEnough,
    /// No mailbox can send.
    NobodySends,
}

/// Mails a new link to somebody; an earlier one of the same purpose ends.
///
/// # Errors
/// The store's own.
pub(crate) fn mail_link(
    tx: &mut Tx<'_>,
    node: &Node,
    to: &Agent,
    link: &Link<'_>,
    now: Micros,
) -> store::Result<Linked> {
    if notices::count_to_agent(tx, link.kind, to.id, now.plus_s(-3_600))? >= limits::LINKS_AN_HOUR {
        return Ok(Linked::OftenEnough);
    }
    let Some(mailbox) = any_that_sends(tx)? else { return Ok(Linked::NobodySends) };
    let token = node.random.token();
    account_links::set(tx, to.id, link.purpose, &people::hash_of(&token), link.until)?;
    let address = format!("{}/{}#token={token}", node.base_url, link.path);
    let arguments = [("link", address.as_str()), ("by", link.by), ("address", to.email.as_str())];
    let written = written_for(tx, mailbox.id, link.template, &arguments)?;
    let mut notice = to_agent(to, link.kind, mailbox.id, written);
    if to.state() == State::Invited {
        notice.recipient.name = None;
    }
    queue(tx, node, &notice, now)?;
    Ok(Linked::Mailed)
}

/// Tells an agent that their password is another one now.
///
/// # Errors
/// The store's own.
pub(crate) fn password_changed(tx: &mut Tx<'_>, node: &Node, agent: &Agent, now: Micros) -> store::Result<()> {
    warn(tx, node, agent, Template::PasswordChanged, now)
}

/// Tells an agent that sign-ins ask for no second factor any more.
///
/// # Errors
/// The store's own.
pub(crate) fn second_factor_removed(tx: &mut Tx<'_>, node: &Node, agent: &Agent, now: Micros) -> store::Result<()> {
    warn(tx, node, agent, Template::SecondFactorRemoved, now)
}

/// Tells an agent of a change of their ways in. Nobody is told where no mailbox can send.
fn warn(tx: &mut Tx<'_>, node: &Node, agent: &Agent, template: Template, now: Micros) -> store::Result<()> {
    let Some(mailbox) = any_that_sends(tx)? else { return Ok(()) };
    let link = format!("{}/forgot", node.base_url);
    let written = written_for(tx, mailbox.id, template, &[("link", &link)])?;
    queue(tx, node, &to_agent(agent, Kind::Alarm, mailbox.id, written), now)?;
    Ok(())
}
