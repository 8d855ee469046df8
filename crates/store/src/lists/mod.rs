//! The lists of conversations: one statement a view, keyset-paged over an index that matches its filter and order.

pub mod personal;

use desk::{
    AgentId, AssistantId, CategoryId, ContactId, ConversationId, MailboxId, Micros, QueueId, category,
    category_field::Values,
    conversation::{Status, View},
    priority::Priority,
    sla::Target,
};

use crate::{
    Result, Row, Tx,
    category_fields::{Filled, Naming},
    conversations::{priority, status},
};

/// A conversation as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Which.
    pub id: ConversationId,
    /// The subject.
    pub subject: String,
    /// Where it stands.
    pub status: Status,
    /// How soon it needs the team.
    pub priority: Priority,
    /// The channel's word.
    pub channel: String,
    /// The mailbox: id, name, address.
    pub mailbox: (MailboxId, String, String),
    /// The customer: id, name, address.
    pub contact: (ContactId, Option<String>, String),
    /// The queue: id, name.
    pub queue: Option<(QueueId, String)>,
    /// The category: id, and its name with the one that it belongs to.
    pub category: Option<(CategoryId, String)>,
    /// Who has it: id, name, address.
    pub assignee: Option<(AgentId, String, String)>,
    /// The assistant that has it, while no person does: id, name.
    pub assistant: Option<(AssistantId, String)>,
    /// When something last happened to it.
    pub updated_at: Micros,
    /// True when the asking agent has not seen its newest message.
    pub unread: bool,
    /// One line of its newest message.
    pub preview: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// True when any of its messages has attachments.
    pub has_attachments: bool,
    /// How many messages it has.
    pub message_count: i64,
    /// Until when it is postponed.
    pub postponed_until: Option<Micros>,
    /// What is promised next, and until when (SO-12).
    pub due: Option<(Target, Micros)>,
    /// When it began.
    pub created_at: Micros,
    /// What stands in its fields (SO-15).
    pub fields: Vec<Filled>,
    /// The same as it is stored.
    stored: Values,
    /// The category above its own.
    above: Option<CategoryId>,
    /// What its list is ordered by.
    order: i64,
}

impl Item {
    /// Where it stands in its list.
    #[must_use]
    pub fn place(&self) -> Place {
        Place { order: self.order, id: self.id }
    }
}

/// A place in a list: behind this conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// What the list is ordered by: a time in microseconds, or the number of a message.
    pub order: i64,
    /// Its id.
    pub id: ConversationId,
}

/// Before the first.
const START: Place = Place { order: i64::MAX, id: ConversationId(i64::MAX) };

macro_rules! item_columns {
    ($order:literal) => {
        concat!(
        "SELECT c.id, c.subject, c.status, c.channel, c.mailbox_id, m.name, m.address, c.contact_id, p.name, p.address,
           c.assignee_id, a.name, a.email, c.updated_at,
           CASE WHEN r.message_id IS NULL OR r.message_id < c.last_message_id THEN 1 ELSE 0 END,
           c.preview, c.tags, c.has_attachments, c.message_count, c.postponed_until, c.queue_id, w.name,
           k.id, k.name, ku.name, c.priority, c.due_at, c.due_target, c.fields, k.parent_id, c.created_at,
           c.assistant_id, i.name, ",
            $order
        )
    };
}
pub(crate) use item_columns;

macro_rules! item_joins {
    () => {
        concat!(
            " JOIN mailboxes m ON m.id = c.mailbox_id JOIN contacts p ON p.id = c.contact_id
          LEFT JOIN agents a ON a.id = c.assignee_id LEFT JOIN assistants i ON i.id = c.assistant_id LEFT JOIN queues w ON w.id = c.queue_id
          LEFT JOIN conversation_reads r ON r.agent_id = $1 AND r.conversation_id = c.id",
            crate::category_joins!()
        )
    };
}
pub(crate) use item_joins;

macro_rules! list {
    ($filter:literal) => {
        concat!(
            item_columns!("c.updated_at"),
            " FROM (SELECT * FROM conversations WHERE ",
            $filter,
            " AND ",
            crate::seen_by_agent!("queue_id"),
            " AND (updated_at, id) < ($2, $3) ORDER BY updated_at DESC, id DESC LIMIT $4) AS c",
            item_joins!(),
            " ORDER BY c.updated_at DESC, c.id DESC"
        )
    };
}

macro_rules! count {
    ($filter:literal) => {
        concat!(
            "SELECT COUNT(*) FROM (SELECT 1 FROM conversations WHERE ",
            $filter,
            " AND ",
            crate::seen_by_agent!("queue_id"),
            " LIMIT 1001) AS counted"
        )
    };
}

crate::statements! {
    MINE = list!("shelf = 0 AND assignee_id = $1");
    UNASSIGNED = list!("shelf = 0 AND assignee_id IS NULL AND assistant_id IS NULL");
    OPEN = list!("shelf = 0");
    POSTPONED = list!("shelf = 2");
    ALL = list!("shelf < 3");
    SPAM = list!("shelf = 3");
    TRASH = list!("shelf = 4");
    OF_QUEUE = list!("shelf = 0 AND queue_id = $5");
    OF_CONTACT = list!("contact_id = $5 AND shelf < 9");
    ONE = concat!(item_columns!("c.updated_at"), " FROM conversations c", item_joins!(), " WHERE c.id = $2 AND ", crate::seen_by_agent!("c.queue_id"));
    ANY = concat!(item_columns!("c.updated_at"), " FROM conversations c", item_joins!(), " WHERE c.id = $2");
    COUNT_MINE = count!("shelf = 0 AND assignee_id = $1");
    COUNT_UNASSIGNED = count!("shelf = 0 AND assignee_id IS NULL AND assistant_id IS NULL");
    COUNT_OPEN = count!("shelf = 0");
    COUNT_POSTPONED = count!("shelf = 2");
    COUNT_ALL = count!("shelf < 3");
    COUNT_SPAM = count!("shelf = 3");
    COUNT_TRASH = count!("shelf = 4");
    COUNT_OF_QUEUE = count!("shelf = 0 AND queue_id = $2");
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[
    (MINE, "conversations_by_assignee"),
    (UNASSIGNED, "conversations_unassigned"),
    (OPEN, "conversations_by_shelf"),
    (POSTPONED, "conversations_by_shelf"),
    (ALL, "conversations_all"),
    (SPAM, "conversations_by_shelf"),
    (TRASH, "conversations_by_shelf"),
    (OF_QUEUE, "conversations_by_queue"),
    (OF_CONTACT, "conversations_by_contact"),
];

fn read(row: &Row<'_>) -> Result<Item> {
    let assignee = match (row.opt_int(10)?, row.opt_text(11)?, row.opt_text(12)?) {
        (Some(id), Some(name), Some(email)) => Some((AgentId(id), name, email)),
        _ => None,
    };
    let queue = match (row.opt_int(20)?, row.opt_text(21)?) {
        (Some(id), Some(name)) => Some((QueueId(id), name)),
        _ => None,
    };
    let category = match (row.opt_int(22)?, row.opt_text(23)?) {
        (Some(id), Some(name)) => Some((CategoryId(id), category::path(row.opt_text(24)?.as_deref(), &name))),
        _ => None,
    };
    Ok(Item {
        id: ConversationId(row.int(0)?),
        subject: row.text(1)?,
        status: status(&row.text(2)?)?,
        priority: priority(&row.text(25)?)?,
        channel: row.text(3)?,
        mailbox: (MailboxId(row.int(4)?), row.text(5)?, row.text(6)?),
        contact: (ContactId(row.int(7)?), row.opt_text(8)?, row.text(9)?),
        queue,
        category,
        assignee,
        assistant: match (row.opt_int(31)?, row.opt_text(32)?) {
            (Some(id), Some(name)) => Some((AssistantId(id), name)),
            _ => None,
        },
        updated_at: row.time(13)?,
        unread: row.flag(14)?,
        preview: row.text(15)?,
        tags: row.json(16, "tags")?,
        has_attachments: row.flag(17)?,
        message_count: row.int(18)?,
        postponed_until: row.opt_time(19)?,
        due: match (row.opt_time(26)?, row.opt_text(27)?) {
            (Some(at), Some(word)) => Target::from_word(&word).map(|target| (target, at)),
            _ => None,
        },
        created_at: row.time(30)?,
        fields: Vec::new(),
        stored: row.json(28, "fields")?,
        above: row.opt_int(29)?.map(CategoryId),
        order: row.int(33)?,
    })
}

/// A page of a view as this agent may see it, newest first, behind `after`.
///
/// # Errors
/// The database's own.
pub fn page(tx: &mut Tx<'_>, view: View, agent: AgentId, after: Option<Place>, most: i64) -> Result<Vec<Item>> {
    let place = after.unwrap_or(START);
    let sql = match view {
        View::Mine => MINE,
        View::Unassigned => UNASSIGNED,
        View::Open => OPEN,
        View::Mentions | View::Drafts | View::Sent => {
            let found = personal::page(tx, view, agent, place, most)?;
            return named(tx, found);
        }
        View::Postponed => POSTPONED,
        View::All => ALL,
        View::Spam => SPAM,
        View::Trash => TRASH,
    };
    let found = tx.all(sql, &[agent.into(), place.order.into(), place.id.into(), most.into()], read)?;
    named(tx, found)
}

/// The rows with what stands in their fields.
fn named(tx: &mut Tx<'_>, mut items: Vec<Item>) -> Result<Vec<Item>> {
    let mut naming = Naming::default();
    for item in items.iter_mut().filter(|item| !item.stored.is_empty()) {
        let levels = (item.category.as_ref().map(|(id, _)| *id), item.above);
        item.fields = naming.filled(tx, &item.stored, levels)?;
    }
    Ok(items)
}

/// A page of what is open in a queue, newest first, behind `after`: nothing where this agent does not see the queue.
///
/// # Errors
/// The database's own.
pub fn page_of_queue(
    tx: &mut Tx<'_>,
    queue: QueueId,
    agent: AgentId,
    after: Option<Place>,
    most: i64,
) -> Result<Vec<Item>> {
    let place = after.unwrap_or(START);
    let values = [agent.into(), place.order.into(), place.id.into(), most.into(), queue.into()];
    let found = tx.all(OF_QUEUE, &values, read)?;
    named(tx, found)
}

/// A page of a contact's conversations as this agent may see them, newest first, behind `after`; merged ones are left out.
///
/// # Errors
/// The database's own.
pub fn page_of_contact(
    tx: &mut Tx<'_>,
    contact: ContactId,
    agent: AgentId,
    after: Option<Place>,
    most: i64,
) -> Result<Vec<Item>> {
    let place = after.unwrap_or(START);
    let values = [agent.into(), place.order.into(), place.id.into(), most.into(), contact.into()];
    let found = tx.all(OF_CONTACT, &values, read)?;
    named(tx, found)
}

/// How much is open in a queue as this agent sees it, counted up to 1,001.
///
/// # Errors
/// The database's own.
pub fn count_of_queue(tx: &mut Tx<'_>, queue: QueueId, agent: AgentId) -> Result<i64> {
    Ok(tx.one(COUNT_OF_QUEUE, &[agent.into(), queue.into()], |row| row.int(0))?.unwrap_or(0))
}

/// One conversation as lists show it; none where there is none that this agent may see.
///
/// # Errors
/// The database's own.
pub fn one(tx: &mut Tx<'_>, agent: AgentId, id: ConversationId) -> Result<Option<Item>> {
    let found = tx.one(ONE, &[agent.into(), id.into()], read)?;
    Ok(named(tx, found.into_iter().collect())?.pop())
}

/// One conversation as lists show it, whoever may see it: for programs that an administrator has told of everything.
///
/// # Errors
/// The database's own.
pub fn any(tx: &mut Tx<'_>, id: ConversationId) -> Result<Option<Item>> {
    let found = tx.one(ANY, &[0_i64.into(), id.into()], read)?;
    Ok(named(tx, found.into_iter().collect())?.pop())
}

/// How many conversations this agent sees in a view, counted up to 1,001.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut Tx<'_>, view: View, agent: AgentId) -> Result<i64> {
    let counted = match view {
        View::Mine => tx.one(COUNT_MINE, &[agent.into()], |row| row.int(0)),
        View::Unassigned => tx.one(COUNT_UNASSIGNED, &[agent.into()], |row| row.int(0)),
        View::Open => tx.one(COUNT_OPEN, &[agent.into()], |row| row.int(0)),
        View::Mentions | View::Drafts | View::Sent => return personal::count(tx, view, agent),
        View::Postponed => tx.one(COUNT_POSTPONED, &[agent.into()], |row| row.int(0)),
        View::All => tx.one(COUNT_ALL, &[agent.into()], |row| row.int(0)),
        View::Spam => tx.one(COUNT_SPAM, &[agent.into()], |row| row.int(0)),
        View::Trash => tx.one(COUNT_TRASH, &[agent.into()], |row| row.int(0)),
    };
    Ok(counted?.unwrap_or(0))
}
