//! What rules look at: a conversation with its customer, whether its message has files, and what rules can refer to.

use desk::{
    AgentId, AssistantId, CategoryId, CompanyId, ContactFieldId, ConversationId, MailboxId, MessageId, Micros, QueueId,
    WebhookId,
    agent::Role,
    category_field::Values,
    conversation::Status,
    priority::Priority,
    rules::{Directory, Person, Place, Since},
};

use crate::{Error, Result, Tx, category_fields, category_joins, conversations};

/// A conversation as rules look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Which.
    pub id: ConversationId,
    /// The mailbox.
    pub mailbox: MailboxId,
    /// The queue.
    pub queue: Option<QueueId>,
    /// The category, or the one that took the place of a deleted one.
    pub category: Option<CategoryId>,
    /// Who has it.
    pub assignee: Option<AgentId>,
    /// The assistant that has it, while no person does.
    pub assistant: Option<AssistantId>,
    /// The status.
    pub status: Status,
    /// How soon it needs the team.
    pub priority: Priority,
    /// Its tags.
    pub tags: Vec<String>,
    /// What stands in its fields, also in those that its category does not have.
    pub fields: Values,
    /// How many messages it has.
    pub messages: i64,
    /// The customer's company.
    pub company: Option<CompanyId>,
    /// What the desk's own fields say of the customer.
    pub contact_fields: Vec<(ContactFieldId, String)>,
    /// Its subject.
    pub subject: String,
    /// The customer, by name or address.
    pub customer: String,
    /// When it began.
    pub created_at: Micros,
}

/// What of the directory somebody asks for; agents and queues are always there.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// The categories.
    pub categories: bool,
    /// The mailboxes.
    pub mailboxes: bool,
    /// The fields of customers.
    pub contact_fields: bool,
    /// What categories ask of conversations.
    pub templates: bool,
    /// The assistants.
    pub assistants: bool,
    /// The endpoints.
    pub webhooks: bool,
    /// How many conversations are in each queue.
    pub loads: bool,
    /// These companies.
    pub companies: Vec<CompanyId>,
    /// These tags.
    pub tags: Vec<String>,
}

macro_rules! standing {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.mailbox_id, c.queue_id, k.id, c.assignee_id, c.status, c.priority, c.tags, c.message_count,
               p.company_id, p.fields, c.subject, COALESCE(p.name, p.address), c.created_at, c.fields,
               c.assistant_id
             FROM conversations c JOIN contacts p ON p.id = c.contact_id",
            category_joins!(),
            " ",
            $rest
        )
    };
}

crate::statements! {
    OF = standing!("WHERE c.id = $1");
    BEGUN = standing!("WHERE c.merged_into IS NULL AND c.erased_at IS NULL ORDER BY c.id DESC LIMIT $1");
    MOVED = standing!("WHERE c.shelf < 3 AND c.merged_into IS NULL AND c.erased_at IS NULL AND c.updated_at > $1
                       ORDER BY c.updated_at DESC, c.id DESC LIMIT $2");
    FIRST_MESSAGE = "SELECT MIN(id) FROM messages WHERE conversation_id = $1 AND kind = 'inbound'";
    NEWEST_MESSAGE = "SELECT MAX(id) FROM messages WHERE conversation_id = $1 AND kind = 'inbound'";
    LAST_MESSAGE = "SELECT MAX(created_at) FROM messages WHERE conversation_id = $1 AND kind = $2 AND automatic = 0";
    LAST_STATUS = "SELECT MAX(created_at) FROM events WHERE conversation_id = $1 AND kind = 'status_changed'";
    CREATED = "SELECT created_at FROM conversations WHERE id = $1";
    FILES = "SELECT 1 FROM attachments WHERE message_id = $1 AND inline = 0 LIMIT 1";
    PEOPLE = "SELECT id, name, role FROM agents WHERE active = 1 ORDER BY id";
    QUEUES = "SELECT q.id, q.name, q.members_only, m.agent_id FROM queues q
              LEFT JOIN queue_members m ON m.queue_id = q.id WHERE q.deleted_at IS NULL ORDER BY q.id, m.agent_id";
    LOADS = "SELECT queue_id, COUNT(*) FROM conversations WHERE shelf = 0 AND queue_id IS NOT NULL GROUP BY queue_id";
    CATEGORIES = "SELECT id, name FROM categories WHERE deleted_at IS NULL ORDER BY id";
    MAILBOXES = "SELECT id FROM mailboxes WHERE deleted_at IS NULL ORDER BY id";
    FIELDS = "SELECT id FROM contact_fields ORDER BY id";
    WEBHOOKS = "SELECT id FROM webhooks WHERE enabled = 1 ORDER BY id";
    COMPANY = "SELECT id FROM companies WHERE id = $1";
    TAG = "SELECT 1 FROM tags WHERE name = $1 AND going = 0";
}

/// The list queries of this file and the index that each must use.
pub const LISTS: &[(&str, &str)] = &[(MOVED, "conversations_all")];

fn read(row: &crate::Row<'_>) -> Result<Standing> {
    let fields: serde_json::Map<String, serde_json::Value> = row.json(10, "fields of a contact")?;
    let field = |(id, value): (String, serde_json::Value)| {
        let id = id.parse::<ContactFieldId>().ok()?;
        Some((id, value.as_str().map_or_else(|| value.to_string(), ToString::to_string)))
    };
    Ok(Standing {
        id: ConversationId(row.int(0)?),
        mailbox: MailboxId(row.int(1)?),
        queue: row.opt_int(2)?.map(QueueId),
        category: row.opt_int(3)?.map(CategoryId),
        assignee: row.opt_int(4)?.map(AgentId),
        status: conversations::status(&row.text(5)?)?,
        priority: conversations::priority(&row.text(6)?)?,
        tags: row.json(7, "tags")?,
        messages: row.int(8)?,
        company: row.opt_int(9)?.map(CompanyId),
        contact_fields: fields.into_iter().filter_map(field).collect(),
        subject: row.text(11)?,
        customer: row.text(12)?,
        created_at: row.time(13)?,
        fields: row.json(14, "fields of a conversation")?,
        assistant: row.opt_int(15)?.map(AssistantId),
    })
}

/// How a conversation stands.
///
/// # Errors
/// The database's own.
pub fn of(tx: &mut Tx<'_>, conversation: ConversationId) -> Result<Option<Standing>> {
    tx.one(OF, &[conversation.into()], read)
}

/// The conversations that began last, the newest first.
///
/// # Errors
/// The database's own.
pub fn begun(tx: &mut Tx<'_>, most: i64) -> Result<Vec<Standing>> {
    tx.all(BEGUN, &[most.into()], read)
}

/// The conversations in which something happened since then, the newest first; none that are set aside.
///
/// # Errors
/// The database's own.
pub fn moved(tx: &mut Tx<'_>, since: Micros, most: i64) -> Result<Vec<Standing>> {
    tx.all(MOVED, &[since.into(), most.into()], read)
}

/// The first message from outside, or the newest.
///
/// # Errors
/// The database's own.
pub fn message(tx: &mut Tx<'_>, of: ConversationId, first: bool) -> Result<Option<MessageId>> {
    let sql = if first { FIRST_MESSAGE } else { NEWEST_MESSAGE };
    Ok(tx.one(sql, &[of.into()], |row| row.opt_int(0))?.flatten().map(MessageId))
}

/// When something last happened to a conversation from which time can be counted.
///
/// # Errors
/// The database's own.
pub fn last_at(tx: &mut Tx<'_>, of: ConversationId, since: Since) -> Result<Option<Micros>> {
    let at = |row: &crate::Row<'_>| row.opt_time(0);
    let found = match since {
        Since::Created => tx.one(CREATED, &[of.into()], at)?,
        Since::CustomerMessage => tx.one(LAST_MESSAGE, &[of.into(), "inbound".into()], at)?,
        Since::AgentMessage => tx.one(LAST_MESSAGE, &[of.into(), "outbound".into()], at)?,
        Since::StatusChanged => tx.one(LAST_STATUS, &[of.into()], at)?,
    };
    Ok(found.flatten())
}

/// True where files came with a message.
///
/// # Errors
/// The database's own.
pub fn has_files(tx: &mut Tx<'_>, message: MessageId) -> Result<bool> {
    Ok(tx.one(FILES, &[message.into()], |_| Ok(()))?.is_some())
}

/// What rules can refer to, as far as they do.
///
/// # Errors
/// The database's own.
pub fn directory(tx: &mut Tx<'_>, asked: &Asked) -> Result<Directory> {
    let people = tx.all(PEOPLE, &[], |row| {
        let role = row.text(2)?;
        let role = Role::from_word(&role).ok_or_else(|| Error::unreadable("role", role))?;
        Ok(Person { id: AgentId(row.int(0)?), name: row.text(1)?, role })
    })?;
    let mut directory = Directory { people, queues: queues(tx, asked.loads)?, ..Directory::default() };
    if asked.categories {
        directory.categories = tx.all(CATEGORIES, &[], |row| Ok((CategoryId(row.int(0)?), row.text(1)?)))?;
    }
    if asked.mailboxes {
        directory.mailboxes = tx.all(MAILBOXES, &[], |row| row.int(0).map(MailboxId))?;
    }
    if asked.contact_fields {
        directory.contact_fields = tx.all(FIELDS, &[], |row| row.int(0).map(ContactFieldId))?;
    }
    if asked.templates {
        directory.templates = category_fields::templates(tx)?;
    }
    if asked.assistants {
        let all = crate::assistants::list(tx)?;
        directory.assistants = all.into_iter().map(|one| (one.id, one.settings.name)).collect();
    }
    if asked.webhooks {
        directory.webhooks = tx.all(WEBHOOKS, &[], |row| row.int(0).map(WebhookId))?;
    }
    for company in &asked.companies {
        directory.companies.extend(tx.one(COMPANY, &[(*company).into()], |row| row.int(0).map(CompanyId))?);
    }
    for tag in &asked.tags {
        if tx.one(TAG, &[tag.into()], |_| Ok(()))?.is_some() {
            directory.tags.push(tag.clone());
        }
    }
    Ok(directory)
}

fn queues(tx: &mut Tx<'_>, loads: bool) -> Result<Vec<Place>> {
    let rows = tx
        .all(QUEUES, &[], |row| Ok((QueueId(row.int(0)?), row.text(1)?, row.flag(2)?, row.opt_int(3)?.map(AgentId))))?;
    let counted = if loads { tx.all(LOADS, &[], |row| Ok((QueueId(row.int(0)?), row.int(1)?)))? } else { Vec::new() };
    let mut queues: Vec<Place> = Vec::new();
    for (id, name, members_only, member) in rows {
        if queues.last().is_none_or(|last| last.id != id) {
            let load = counted.iter().find(|(of, _)| *of == id).map_or(0, |(_, count)| *count);
            queues.push(Place { id, name, members_only, members: Vec::new(), load });
        }
        if let Some(last) = queues.last_mut() {
            last.members.extend(member);
        }
    }
    Ok(queues)
}
