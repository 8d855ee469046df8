// The mock's memory: conversations, mailboxes, held mail, and the events it tells.
import type { Arrival, Category, Conversation, ConversationItem, Mailbox, Me, MeChange, Message, OwnView, Person, Queue, Settings } from '../src/client/types';
import { agents, noHours, sampleArrivals, sampleConversations, sampleMailboxes, samplePeople, rolePowers } from './sample.ts';

export class Desk {
  conversations: Conversation[] = sampleConversations();
  arrivals: Arrival[] = sampleArrivals();
  mailboxes: Mailbox[] = sampleMailboxes();
  settings: Settings = {
    email_channel: true,
    raw_limit_mib: 50,
    inbound_domain: 'in.lumen-lamps.example',
    time_zone: 'UTC',
    human_takeover: true,
    company_name: 'Lumen Lamps',
    allowed_senders: [],
    blocked_senders: [],
    notify_seconds: 60,
    mailboxes_most: 100,
    outgoing_relay: null,
    default_category: null,
    email: {
      agent_replies: 'note',
      reply_without_token: false,
      token_suffices: [],
      merging: null,
      new_after_closed_hours: null,
      same_mail: 'per_mailbox',
      stale_hours: 24,
      undo_s: 60,
      arc_sealers: ['google.com', 'microsoft.com'],
    },
  };
  signedIn = true;
  sequence = 100;
  listeners = new Set<(name: string, data: unknown) => void>();
  people: Person[] = samplePeople();
  queues: Queue[] = [{ id: '1', name: 'Orders', members_only: false, refuses_moves: false, routing: 'manual', takes_email: true, takes_calls: false, reassign_minutes: null, returns_to_last: false, business_hours: noHours, members: [], mailboxes: [] }];
  categories: Category[] = [
    { id: '1', name: 'Orders', path: 'Orders', parent: null },
    { id: '2', name: 'Late', path: 'Orders › Late', parent: '1' },
  ];
  me: Me = {
    ...agents[0]!,
    role: 'admin',
    may: rolePowers.find((one) => one.role === 'admin')!.may,
    presence: 'online',
    presence_chosen: 'online',
    presence_own: null,
    takes_email: true,
    notify_by_mail: true,
    encrypted: false,
    demo: true,
  };

  tagsMade: string[] = ['press'];
  views: OwnView[] = [
    {
      id: '1',
      name: 'Late orders',
      shared: true,
      owner: 'Ana Novotná',
      changeable: true,
      filter: { statuses: ['new', 'open'], priorities: [], mailbox: null, queue: null, category: null, tags: [], assignee: null, contact: '', since: '', until: '', text: 'subject:order' },
    },
  ];

  fits({ filter }: OwnView, one: Conversation): boolean {
    if (filter.statuses.length && !filter.statuses.includes(one.status)) return false;
    if (filter.priorities.length && !filter.priorities.includes(one.priority)) return false;
    if (filter.tags.some((tag) => !one.tags.includes(tag))) return false;
    return filter.text.toLowerCase().split(/\s+/).filter(Boolean).every((piece) => this.answers(one, piece));
  }

  changeMe(change: MeChange): Me {
    if (change.presence) this.me.presence = this.me.presence_chosen = change.presence;
    if (change.notify_by_mail !== undefined && change.notify_by_mail !== null) this.me.notify_by_mail = change.notify_by_mail;
    return this.me;
  }

  tell(name: string, id: string, more: Record<string, string> = {}): void {
    this.sequence += 1;
    for (const send of this.listeners) send(name, { seq: this.sequence, id, ...more });
  }

  find(id: string): Conversation | undefined {
    return this.conversations.find((one) => one.id === id);
  }

  touch(one: Conversation): void {
    one.updated_at = new Date().toISOString();
    one.message_count = one.messages.length;
    this.tell('conversation.changed', one.id);
  }

  in(view: string, one: Conversation): boolean {
    const own = this.views.find((kept) => kept.id === view);
    if (own) return this.fits(own, one);
    const working = ['new', 'open', 'answered'].includes(one.status);
    if (view.startsWith('queue:')) return working && one.queue?.id === view.slice('queue:'.length);
    if (view === 'open') return working;
    if (view === 'unassigned') return working && !one.assignee;
    if (view === 'mine') return working && one.assignee?.id === this.me.id;
    if (view === 'mentions') return one.messages.some((message) => message.mentions.some((agent) => agent.id === this.me.id));
    if (view === 'sent') return one.messages.some((message) => message.kind === 'outbound' && message.author.id === this.me.id);
    if (view === 'drafts') return false;
    if (view === 'all') return !['spam', 'trash'].includes(one.status);
    return one.status === view;
  }

  answers(one: Conversation, piece: string): boolean {
    const [, operator, value = ''] = /^(from|subject|tag|status|priority|is):(.*)$/.exec(piece) ?? [];
    if (operator && !value) return true;
    if (operator === 'from') return JSON.stringify(one.contact).toLowerCase().includes(value);
    if (operator === 'subject') return one.subject.toLowerCase().includes(value);
    if (operator === 'tag') return one.tags.some((tag) => tag.toLowerCase().startsWith(value));
    if (operator === 'status') return one.status.startsWith(value);
    if (operator === 'priority') return one.priority.startsWith(value);
    if (operator === 'is') return one.unread === 'unread'.startsWith(value);
    return JSON.stringify([one.subject, one.contact, one.messages.map((message) => message.text)]).toLowerCase().includes(piece);
  }

  list(view: string, q: string): ConversationItem[] {
    const pieces = q.toLowerCase().split(/\s+/).filter(Boolean);
    return this.conversations
      .filter((one) => this.in(view, one))
      .filter((one) => pieces.every((piece) => this.answers(one, piece)))
      .sort((one, other) => other.updated_at.localeCompare(one.updated_at))
      .map(({ messages: _messages, events: _events, participants: _participants, following: _following, followers: _followers, ...item }) => item);
  }

  /** The outgoing mail passes its states as a real one would. */
  deliver(conversation: Conversation, message: Message): void {
    const states = ['sending', 'sent'] as const;
    states.forEach((state, index) =>
      setTimeout(() => {
        if (!message.delivery) return;
        message.delivery.state = state;
        message.delivery.leaves_at = null;
        for (const recipient of message.delivery.recipients) recipient.state = state;
        this.tell('delivery.changed', message.id, { conversation: conversation.id });
      }, Math.max(0, Date.parse(message.delivery?.leaves_at ?? '') - Date.now() || 0) + 700 * (index + 1)),
    );
  }
}
