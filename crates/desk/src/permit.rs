//! Who may do what: one table of role × action × object, for the API, the UI and mail alike (assurance.md A3, D3).

use crate::agent::Role;

/// Something that a person of the team may want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read conversations and held mail.
    Read,
    /// Answer, note, assign and change conversations; retry held mail.
    Work,
    /// Read the settings of mailboxes.
    ReadSettings,
    /// Change queues and their members.
    ChangeQueues,
    /// Define fields of contacts.
    ChangeContactFields,
    /// Make, name, join and delete tags; who may work gives them to conversations.
    ChangeTags,
    /// Change mailboxes and the desk's settings.
    ChangeSettings,
    /// Invite people, change their roles and addresses, switch them off; see who is not there any more.
    ManagePeople,
    /// Read who changed what.
    ReadAudit,
    /// Tell programs outside what happens.
    ManageWebhooks,
    /// Add, change, place, try and delete assistants: they send what customers write to services outside.
    ManageAssistants,
    /// Hand over all data of a contact, and erase it.
    ContactData,
    /// Change the texts of the mails that the system sends.
    ChangeTemplates,
    /// See what everybody is doing and has, and set their presence (CC-2).
    LeadTeam,
    /// See, write and order the rules, and rehearse them (SO-16).
    ChangeRules,
    /// Write, import, publish and delete articles (LD-5).
    ChangeKnowledge,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 16] = [
        Self::Read,
        Self::Work,
        Self::ReadSettings,
        Self::ChangeQueues,
        Self::ChangeContactFields,
        Self::ChangeTags,
        Self::ChangeSettings,
        Self::ManagePeople,
        Self::ReadAudit,
        Self::ManageWebhooks,
        Self::ManageAssistants,
        Self::ContactData,
        Self::ChangeTemplates,
        Self::LeadTeam,
        Self::ChangeRules,
        Self::ChangeKnowledge,
    ];

    /// The word by which it is told what a role may do.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Work => "work",
            Self::ReadSettings => "read-settings",
            Self::ChangeQueues => "change-queues",
            Self::ChangeContactFields => "change-contact-fields",
            Self::ChangeTags => "change-tags",
            Self::ChangeSettings => "change-settings",
            Self::ManagePeople => "manage-people",
            Self::ReadAudit => "read-audit",
            Self::ManageWebhooks => "manage-webhooks",
            Self::ManageAssistants => "manage-assistants",
            Self::ContactData => "contact-data",
            Self::ChangeTemplates => "change-templates",
            Self::LeadTeam => "lead-team",
            Self::ChangeRules => "change-rules",
            Self::ChangeKnowledge => "change-knowledge",
        }
    }
}

/// How a conversation's queue stands to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// It is in no queue, or in one that is open to the whole team.
    Open,
    /// Its queue is for members only, and they are one.
    Member,
    /// Its queue is for members only, and they are none.
    Outside,
}

impl Relation {
    /// All relations.
    pub const ALL: [Self; 3] = [Self::Open, Self::Member, Self::Outside];
}

/// What it is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Object {
    /// The desk as a whole, and what belongs to no conversation.
    Desk,
    /// A conversation and all that belongs to it: messages, files, events, news.
    Conversation(Relation),
}

/// Who wants to do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Their role.
    pub role: Role,
    /// False when they are switched off.
    pub active: bool,
}

/// True when this person may do this. Managers and admins see every queue; what may not be read does not exist for
/// whoever asks (404, never 403).
#[must_use]
pub fn permits(actor: Actor, action: Action, object: Object) -> bool {
    let role = match action {
        Action::Read | Action::Work | Action::ReadSettings => true,
        Action::ChangeQueues
        | Action::ChangeContactFields
        | Action::ChangeTags
        | Action::ChangeTemplates
        | Action::LeadTeam
        | Action::ChangeRules
        | Action::ChangeKnowledge => actor.role >= Role::Manager,
        Action::ChangeSettings
        | Action::ManagePeople
        | Action::ReadAudit
        | Action::ManageWebhooks
        | Action::ManageAssistants
        | Action::ContactData => actor.role == Role::Admin,
    };
    let within = match object {
        Object::Desk | Object::Conversation(Relation::Open | Relation::Member) => true,
        Object::Conversation(Relation::Outside) => actor.role >= Role::Manager,
    };
    actor.active && role && within
}

/// What somebody of this role may do, in words: the actions, and `every-queue` where queues for members only are open to
/// them too.
#[must_use]
pub fn powers(role: Role) -> Vec<&'static str> {
    let actor = Actor { role, active: true };
    let actions = Action::ALL.into_iter().filter(|action| permits(actor, *action, Object::Desk)).map(Action::word);
    let every = permits(actor, Action::Read, Object::Conversation(Relation::Outside)).then_some("every-queue");
    actions.chain(every).collect()
}

/// True when an agent may act on a conversation now: the question that the API asks at each request, and that is asked
/// of a mail when it arrives, whatever its token was minted for (TR-3).
#[must_use]
pub fn may_act(agent: Actor, queue: Relation) -> bool {
    permits(agent, Action::Work, Object::Conversation(queue))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// D3: every cell of the table, as it is meant.
    #[test]
    fn the_table_is_this_one() {
        use Relation::{Member, Open, Outside};
        // Per action: may an agent, a manager, an admin do it, on the desk and in an open, an own and a foreign queue.
        let expected = [
            (Action::Read, ["yes yes yes no", "yes yes yes yes", "yes yes yes yes"]),
            (Action::Work, ["yes yes yes no", "yes yes yes yes", "yes yes yes yes"]),
            (Action::ReadSettings, ["yes yes yes no", "yes yes yes yes", "yes yes yes yes"]),
            (Action::ChangeQueues, ["no no no no", "yes yes yes yes", "yes yes yes yes"]),
            (Action::ChangeContactFields, ["no no no no", "yes yes yes yes", "yes yes yes yes"]),
            (Action::ChangeTags, ["no no no no", "yes yes yes yes", "yes yes yes yes"]),
            (Action::ChangeSettings, ["no no no no", "no no no no", "yes yes yes yes"]),
            (Action::ManagePeople, ["no no no no", "no no no no", "yes yes yes yes"]),
            (Action::ReadAudit, ["no no no no", "no no no no", "yes yes yes yes"]),
            (Action::ManageWebhooks, ["no no no no", "no no no no", "yes yes yes yes"]),
            (Action::ManageAssistants, ["no no no no", "no no no no", "yes yes yes yes"]),
            (Action::ContactData, ["no no no no", "no no no no", "yes yes yes yes"]),
            (Action::ChangeTemplates, ["no no no no", "yes yes yes yes", "yes yes yes yes"]),
            (Action::LeadTeam, ["no no no no", "yes yes yes yes", "yes yes yes yes"]),
            (Action::ChangeRules, ["no no no no", "yes yes yes yes", "yes yes yes yes"]),
            (Action::ChangeKnowledge, ["no no no no", "yes yes yes yes", "yes yes yes yes"]),
        ];
        let objects = [Open, Member, Outside].map(Object::Conversation);
        for (action, rows) in expected {
            for (role, row) in [Role::Agent, Role::Manager, Role::Admin].into_iter().zip(rows) {
                let cells = std::iter::once(Object::Desk).chain(objects);
                let told = cells.map(|object| permits(Actor { role, active: true }, action, object));
                let told: Vec<&str> = told.map(|yes| if yes { "yes" } else { "no" }).collect();
                assert_eq!(told.join(" "), row, "{action:?} {role:?}");
            }
        }
        assert_eq!(expected.len(), Action::ALL.len());
    }

    /// The sentences about roles are made of the table itself.
    #[test]
    fn each_role_may_what_the_one_below_it_may_and_more() {
        let [agent, manager, admin] = [Role::Agent, Role::Manager, Role::Admin].map(powers);
        assert_eq!(agent, ["read", "work", "read-settings"]);
        assert_eq!(
            manager,
            [
                "read",
                "work",
                "read-settings",
                "change-queues",
                "change-contact-fields",
                "change-tags",
                "change-templates",
                "lead-team",
                "change-rules",
                "change-knowledge",
                "every-queue"
            ]
        );
        assert!(manager.iter().all(|word| admin.contains(word)));
        assert_eq!(admin.len(), Action::ALL.len() + 1);
    }

    /// TR-3: whether a mail counts is asked as a request would be.
    #[test]
    fn an_agent_acts_by_mail_where_the_table_lets_them_work() {
        let agent = Actor { role: Role::Agent, active: true };
        assert!(may_act(agent, Relation::Member) && may_act(agent, Relation::Open));
        assert!(!may_act(agent, Relation::Outside));
        assert!(!may_act(Actor { active: false, ..agent }, Relation::Open));
    }

    /// A3: whoever is switched off may do nothing at all.
    #[test]
    fn nobody_who_is_switched_off_may_do_anything() {
        for role in [Role::Agent, Role::Manager, Role::Admin] {
            for action in Action::ALL {
                for relation in Relation::ALL {
                    assert!(!permits(Actor { role, active: false }, action, Object::Conversation(relation)));
                }
                assert!(!permits(Actor { role, active: false }, action, Object::Desk));
            }
        }
    }
}
