//! A small world of customers, agents, strangers and spoofers who mail each other at random, with the real rules in the
//! middle: whatever happens, customers only ever get what the two invariants of the rules allow.

use std::collections::{BTreeMap, BTreeSet};

use desk::{
    AgentId, ConversationId, MailboxId, MessageId,
    conversation::Status,
    decide::{self, Decision, Entry, Matched},
    evidence::Level,
    policy::{AgentMail, AgentReplies},
    reply,
    screen::Screened,
    thread::{self, Candidate, Carried},
    trust::{self, AgentToken, From, Recipients},
};

use crate::dice::Dice;

/// The mails of one run.
const MAILS: usize = 100_000;
/// After so many mails the world begins anew, so that it stays small.
const AN_AGE: usize = 200;

const CUSTOMERS: [&str; 4] = ["zoe@shop.example", "max@firma.example", "li@mail.example", "stranger@else.example"];
const AGENTS: [&str; 2] = ["ana@acme.example", "ben@acme.example"];
const OURS: &str = "support@acme.example";

/// A stored message: who wrote it, who was sent it, and the marks of all text in it.
#[derive(Clone)]
struct Stored {
    id: MessageId,
    author: String,
    sent_to: Vec<String>,
    public: bool,
    by_customer: bool,
    note: bool,
    marks: BTreeSet<u64>,
}

struct Talk {
    id: ConversationId,
    status: Status,
    contact: String,
    participants: BTreeMap<String, bool>,
    messages: Vec<Stored>,
}

#[derive(Default)]
struct World {
    talks: Vec<Talk>,
    messages: i64,
    mark: u64,
    /// What each address wrote or was sent.
    seen: BTreeMap<String, BTreeSet<u64>>,
    /// Marks that an agent wrote as an answer that the rules let through.
    licensed: BTreeSet<u64>,
    /// Notifications: agent, conversation, message.
    notified: Vec<(usize, ConversationId, MessageId)>,
    spent: BTreeSet<(usize, ConversationId, MessageId)>,
}

struct Settings {
    replies: AgentReplies,
    reply_without_token: bool,
    token_suffices: bool,
    convert_all: bool,
    agent_mail: AgentMail,
    merging: bool,
}

/// Runs so many mails; says how many reached each rule.
fn run(seed: u64, mails: usize) -> BTreeMap<String, usize> {
    let mut dice = Dice(seed);
    let mut reached = BTreeMap::new();
    let mut world = World::default();
    for number in 0..mails {
        if number % AN_AGE == 0 {
            world = World::default();
        }
        let settings = Settings {
            replies: dice.one_of(&[AgentReplies::Note, AgentReplies::Reply]),
            reply_without_token: dice.percent(30),
            token_suffices: dice.percent(20),
            convert_all: dice.percent(90),
            agent_mail: dice.one_of(&[AgentMail::Requester, AgentMail::Requester, AgentMail::Ignore]),
            merging: dice.percent(40),
        };
        if dice.percent(15) {
            world.answer_in_the_browser(&mut dice);
        } else {
            for rule in world.mail(&mut dice, &settings) {
                *reached.entry(rule).or_default() += 1;
            }
        }
    }
    reached
}

impl World {
    fn new_mark(&mut self) -> u64 {
        self.mark += 1;
        self.mark
    }

    /// One mail comes in. Says which rule decided, and before it TR-1 where that handed an agent's mail to the customer rules.
    fn mail(&mut self, dice: &mut Dice, settings: &Settings) -> Vec<String> {
        let agent = dice.percent(45).then(|| dice.below(AGENTS.len()));
        let from = agent.map_or_else(|| dice.one_of(&CUSTOMERS), |agent| AGENTS[agent]);
        let level = dice.one_of(&[Level::F, Level::E0, Level::E0, Level::E1, Level::E2, Level::E3, Level::E3]);
        let (candidates, chosen_talk) = self.candidates(dice, agent);
        let sender = agent.map(|agent| AgentId(agent as i64 + 1));
        let (chosen, _) = thread::choose(&candidates, MailboxId(1), sender);
        let talk = chosen.and_then(|chosen| self.talks.iter().position(|talk| talk.id == chosen.conversation));
        let mark = self.new_mark();
        let mut marks = BTreeSet::from([mark]);
        if let Some(quoted) = chosen_talk.and_then(|talk| self.talks[talk].messages.last()) {
            marks.extend(&quoted.marks);
        }
        let outsiders = dice.percent(20);
        let is_foreign = |token: Carried| token.agent.is_some() && token.agent != sender && !token.expired;
        let foreign_token = candidates.iter().filter_map(|one| one.token).any(is_foreign);
        let facts = self.facts(dice, settings, agent, from, level, chosen, talk, outsiders);
        let facts = decide::Facts { foreign_token, ..facts };
        let (decision, line) = decide::decide(&facts);
        let rule = line.facts["rule"].as_str().unwrap_or(&line.reason).to_string();
        if level == Level::F && facts.screened == Screened::Personal {
            assert!(matches!(decision, Decision::Quarantine(_)), "a possible forgery got through: {line:?}");
        }
        if foreign_token && chosen.is_none() && facts.screened == Screened::Personal {
            assert!(matches!(decision, Decision::Quarantine(_)), "another's token let a mail in: {line:?}");
        }
        self.seen.entry(from.into()).or_default().extend(&marks);
        self.apply(&decision, &facts, from, mark, &marks, outsiders);
        if let (Some(agent), Some(chosen)) = (agent, chosen)
            && outsiders
            && let Some(answers) = chosen.answers
        {
            self.spent.insert((agent, chosen.conversation, answers));
        }
        let handed_on = agent.is_some() && rule.starts_with("TC-");
        assert!(!handed_on || facts.trust.requester, "customer rules for an agent who did not ask: {line:?}");
        handed_on.then(|| "TR-1".to_string()).into_iter().chain([rule]).collect()
    }

    /// What the mail carries of earlier mails, and the conversation that it quotes.
    fn candidates(&self, dice: &mut Dice, agent: Option<usize>) -> (Vec<Candidate>, Option<usize>) {
        if self.talks.is_empty() || dice.percent(35) {
            return (Vec::new(), None);
        }
        let index = dice.below(self.talks.len());
        let talk = &self.talks[index];
        let candidate =
            |sign, token| Candidate { conversation: talk.id, mailbox: MailboxId(1), sign, distance: 0, token };
        let customers = |expired| {
            let message = talk.messages.last().map_or(MessageId(0), |last| last.id);
            Some(Carried { agent: None, message, expired, spent: false })
        };
        let mut all = vec![match dice.below(9) {
            0 => candidate(thread::Sign::Number, None),
            1 => candidate(thread::Sign::ThreadIndex, None),
            2 => candidate(thread::Sign::NameToken, None),
            3 => candidate(thread::Sign::RecipientToken, customers(dice.percent(20))),
            _ => candidate(thread::Sign::StoredId, None),
        }];
        let theirs = self.notified.iter().filter(|(_, conversation, _)| *conversation == talk.id);
        let theirs: Vec<_> = theirs.copied().collect();
        if !theirs.is_empty() && dice.percent(70) {
            let (minted_for, conversation, message) = theirs[dice.below(theirs.len())];
            let spent = self.spent.contains(&(minted_for, conversation, message));
            let minted_for_id = AgentId(minted_for as i64 + 1);
            let token = Carried { agent: Some(minted_for_id), message, expired: dice.percent(10), spent };
            all.push(candidate(thread::Sign::ReferenceToken, Some(token)));
        }
        let _ = agent;
        (all, Some(index))
    }

    #[expect(clippy::too_many_arguments, reason = "the facts of one mail")]
    fn facts(
        &self,
        dice: &mut Dice,
        settings: &Settings,
        agent: Option<usize>,
        from: &str,
        level: Level,
        chosen: Option<thread::Chosen>,
        talk: Option<usize>,
        outsiders: bool,
    ) -> decide::Facts {
        let talk = talk.map(|index| &self.talks[index]);
        let screened = if dice.percent(6) { Screened::Automatic } else { Screened::Personal };
        let mergeable = settings.merging && chosen.is_none() && agent.is_none();
        let into = self.talks.iter().rev().find(|talk| mergeable && talk.contact == from);
        let into = into.map(|talk| Matched { conversation: talk.id, status: talk.status });
        let answers = chosen.and_then(|chosen| chosen.answers);
        let answered = talk.and_then(|talk| talk.messages.iter().find(|one| Some(one.id) == answers));
        let newest = talk.and_then(|talk| talk.messages.iter().rev().find(|one| one.by_customer));
        let trust = trust::Facts {
            automatic: screened == Screened::Automatic,
            from: if agent.is_some() { From::Agent } else { From::Customer },
            level,
            signs_threading: level == Level::E3 && dice.percent(60),
            sign: chosen.map_or(trust::Sign::Nothing, |chosen| chosen.sign),
            customer_token_expired: chosen.is_some_and(|chosen| chosen.customer_token_expired),
            requester: talk.is_some_and(|talk| talk.contact == from),
            participant: talk.is_some_and(|talk| talk.participants.contains_key(from)),
            may_act: dice.percent(85),
            token: chosen.map_or(AgentToken::Missing, |chosen| chosen.token),
            token_suffices: settings.token_suffices,
            closed_too_long: talk.is_some() && dice.percent(8),
            recipients: match outsiders {
                true => Recipients::Outsiders,
                false => dice.one_of(&[Recipients::OneMailbox, Recipients::OneMailbox, Recipients::OnlyUs]),
            },
            replies: settings.replies,
            reply_without_token: settings.reply_without_token,
            about_note: answered.is_some_and(|one| one.note),
            stale: answers.is_some_and(|answers| newest.is_some_and(|newest| newest.id > answers)),
            destination_unconfirmed: talk.is_some() && dice.percent(5),
            mergeable: into.is_some(),
            convert_all: settings.convert_all,
            agent_mail: settings.agent_mail,
        };
        decide::Facts {
            screened,
            matched: talk.map(|talk| Matched { conversation: talk.id, status: talk.status }),
            related: None,
            merge_into: into,
            repeats: dice.percent(3),
            foreign_token: false,
            released: None,
            trust,
        }
    }

    fn apply(
        &mut self,
        decision: &Decision,
        facts: &decide::Facts,
        from: &str,
        mark: u64,
        marks: &BTreeSet<u64>,
        outsiders: bool,
    ) {
        match *decision {
            Decision::Quarantine(_) | Decision::Ignore(_) => {}
            Decision::Start { automatic, .. } => {
                let id = ConversationId(self.talks.len() as i64 + 1);
                let participants = BTreeMap::from([(from.to_string(), true)]);
                let (status, contact) = (Status::New, from.to_string());
                self.talks.push(Talk { id, status, contact, participants, messages: Vec::new() });
                self.store(id, from, marks.clone(), Entry::Customer { verified: !automatic });
            }
            Decision::Append { conversation, entry, status } => {
                if let Some(status) = status {
                    self.talk(conversation).status = status;
                }
                match entry {
                    Entry::Customer { verified } => {
                        if outsiders {
                            self.talk(conversation).participants.entry("cc@friend.example".into()).or_insert(verified);
                        }
                        self.store(conversation, from, marks.clone(), entry);
                    }
                    // What goes out is the agent's new text, never what the mail quotes.
                    Entry::Answer => {
                        let trust = &facts.trust;
                        let by_token =
                            trust.token == AgentToken::Own && (trust.level >= Level::E1 || trust.token_suffices);
                        let by_setting = trust.reply_without_token && trust.level == Level::E3 && trust.signs_threading;
                        assert!(trust.from == From::Agent && (by_token || by_setting), "not licensed: {trust:?}");
                        assert!(trust.may_act && trust.replies == AgentReplies::Reply && !trust.about_note);
                        self.licensed.insert(mark);
                        self.send(conversation, from, mark);
                    }
                    Entry::SentByAgent | Entry::Note(_) => {
                        self.store(conversation, from, BTreeSet::from([mark]), entry);
                    }
                    Entry::ThirdPerson | Entry::Recorded => self.store(conversation, from, marks.clone(), entry),
                }
            }
        }
    }

    fn talk(&mut self, id: ConversationId) -> &mut Talk {
        self.talks.iter_mut().find(|talk| talk.id == id).expect("a decision names a conversation that is there")
    }

    fn store(&mut self, id: ConversationId, author: &str, marks: BTreeSet<u64>, entry: Entry) {
        self.messages += 1;
        let message = Stored {
            id: MessageId(self.messages),
            author: author.into(),
            sent_to: vec![OURS.into()],
            public: matches!(entry, Entry::Customer { .. }),
            by_customer: matches!(entry, Entry::Customer { .. }),
            note: matches!(entry, Entry::Note(_)),
            marks,
        };
        let notified = message.id;
        self.talk(id).messages.push(message);
        for agent in 0..AGENTS.len() {
            self.notified.push((agent, id, notified));
        }
    }

    /// An agent answers while signed in: always licensed.
    fn answer_in_the_browser(&mut self, dice: &mut Dice) {
        if self.talks.is_empty() {
            return;
        }
        let id = self.talks[dice.below(self.talks.len())].id;
        let mark = self.new_mark();
        self.licensed.insert(mark);
        self.send(id, AGENTS[0], mark);
        self.talk(id).status = Status::Answered;
    }

    /// A mail leaves for all ticked participants, with the newest public message quoted that all of them have seen.
    fn send(&mut self, id: ConversationId, author: &str, mark: u64) {
        let talk = self.talk(id);
        let ticked = talk.participants.iter().filter(|(_, ticked)| **ticked).map(|(who, _)| who.clone());
        let recipients: Vec<String> = ticked.collect();
        let quoted = talk.messages.iter().rev().filter(|one| one.public);
        let mut quoted = quoted.filter(|one| reply::everybody_saw(&one.author, &one.sent_to, &recipients));
        let mut marks = BTreeSet::from([mark]);
        marks.extend(quoted.next().map(|one| one.marks.clone()).unwrap_or_default());
        for recipient in &recipients {
            let seen = self.seen.entry(recipient.clone()).or_default();
            for sent in &marks {
                assert!(
                    seen.contains(sent) || self.licensed.contains(sent),
                    "{recipient} was sent text that they had not seen and no agent's answer holds"
                );
            }
            seen.extend(&marks);
        }
        self.messages += 1;
        let message = Stored {
            id: MessageId(self.messages),
            author: author.into(),
            sent_to: recipients,
            public: true,
            by_customer: false,
            note: false,
            marks,
        };
        self.talk(id).messages.push(message);
    }
}

/// X-4, LA-5: both invariants hold over random mail, and every rule is met by at least one mail in two hundred.
#[test]
fn customers_get_only_what_the_rules_allow_whatever_is_mailed() {
    let mails = std::env::var("WORLD_MAILS").ok().and_then(|mails| mails.parse().ok()).unwrap_or(MAILS);
    let reached = run(0x5EED_2026, mails);
    let total: usize = reached.iter().filter(|(rule, _)| *rule != "TR-1").map(|(_, count)| count).sum();
    for (rule, count) in &reached {
        println!("{rule:24} {count:>8} {:>6.2} %", *count as f64 * 100.0 / total as f64);
    }
    for (_, rule) in trust::all().iter().filter(|(_, rule)| rule.id != "no-rule") {
        let count = reached.get(rule.id).copied().unwrap_or_default();
        assert!(count * 200 >= total, "{} was reached by {count} of {total} mails only", rule.id);
    }
    assert_eq!(reached.get("no-rule"), None);
}

/// LA-7: one conversation, in whatever order its mails arrive, as long as each names what it answers.
#[test]
fn threading_does_not_depend_on_the_order_of_arrival() {
    // Each mail answers the one before; candidates are what the store would find: known ids, and who refers to this one.
    let parents: [Option<usize>; 5] = [None, Some(0), Some(1), Some(1), Some(3)];
    let mut orders = 0;
    let mut order: Vec<usize> = (0..parents.len()).collect();
    permute(&mut order, 0, &mut |order| {
        orders += 1;
        let mut placed: BTreeMap<usize, ConversationId> = BTreeMap::new();
        for (arrival, mail) in order.iter().enumerate() {
            let ancestors = std::iter::successors(parents[*mail], |parent| parents[*parent]);
            let by_reference = ancestors
                .enumerate()
                .filter_map(|(distance, ancestor)| Some((*placed.get(&ancestor)?, thread::Sign::StoredId, distance)));
            let referring = placed.iter().filter(|(other, _)| {
                std::iter::successors(parents[**other], |parent| parents[*parent]).any(|ancestor| ancestor == *mail)
            });
            let by_answer = referring.map(|(_, conversation)| (*conversation, thread::Sign::ReferredTo, 0));
            let candidates: Vec<Candidate> = by_reference
                .chain(by_answer)
                .map(|(conversation, sign, distance)| Candidate {
                    conversation,
                    mailbox: MailboxId(1),
                    sign,
                    distance,
                    token: None,
                })
                .collect();
            let (chosen, _) = thread::choose(&candidates, MailboxId(1), None);
            let facts = trust::Facts {
                level: Level::E2,
                participant: chosen.is_some(),
                requester: chosen.is_some(),
                sign: chosen.map_or(trust::Sign::Nothing, |chosen| chosen.sign),
                ..trust::Facts::ordinary()
            };
            let (_, fate) = trust::judge(&facts);
            let conversation = match (fate, chosen) {
                (trust::Fate::Appended, Some(chosen)) => chosen.conversation,
                _ => ConversationId(arrival as i64 + 1),
            };
            placed.insert(*mail, conversation);
        }
        // Siblings that arrive before their parent cannot know each other: only chains are promised whole.
        let first = placed[&order[0]];
        let apart = placed.values().filter(|conversation| **conversation != first).count();
        let orphans_first = !order_is_connected(order, &parents);
        assert!(apart == 0 || orphans_first, "{order:?} gives {placed:?}");
    });
    assert_eq!(orders, 120);
}

/// True when each mail, as it arrives, is an ancestor or descendant of one that is here.
fn order_is_connected(order: &[usize], parents: &[Option<usize>]) -> bool {
    let above = |mail: usize| std::iter::successors(parents[mail], |parent| parents[*parent]).collect::<Vec<_>>();
    order.iter().enumerate().skip(1).all(|(index, mail)| {
        order[..index].iter().any(|earlier| above(*mail).contains(earlier) || above(*earlier).contains(mail))
    })
}

fn permute(order: &mut Vec<usize>, from: usize, visit: &mut impl FnMut(&[usize])) {
    if from == order.len() {
        return visit(order);
    }
    for index in from..order.len() {
        order.swap(from, index);
        permute(order, from + 1, visit);
        order.swap(from, index);
    }
}
