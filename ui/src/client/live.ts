// The server's stream of events. Keeps the connection, says when it is gone, and says when everything must be read again.

import type { Address, ConversationItem, Message } from './types';

/** A new message, as far as the server says who wrote and where it stands; the id is the message's. */
export interface Written extends Pick<Message, 'id' | 'kind' | 'automatic' | 'created_at'>, Pick<ConversationItem, 'subject' | 'status' | 'preview'> {
  from: Address;
  assignee: string | null;
  queue: string | null;
}

export type LiveEvent =
  | { type: 'conversation.changed'; id: string }
  | { type: 'message.created'; id: string; message: Written | null }
  | { type: 'delivery.changed'; id: string; conversation: string | null }
  | { type: 'viewers.changed'; id: string }
  | { type: 'presence.changed'; id: string }
  | { type: 'settings.changed'; id: string }
  | { type: 'arrivals.changed'; id: string }
  | { type: 'contact.changed'; id: string }
  | { type: 'drafts.changed'; id: string }
  | { type: 'news.created'; id: string; why: OwnNews }
  | { type: 'reset' };

/** Why something in a conversation is news to this person. */
export type OwnNews = 'message' | 'mentioned' | 'noted' | 'assigned' | 'handed' | 'status' | 'due' | 'overdue';

export interface LiveHandlers {
  event: (event: LiveEvent) => void;
  connected: (connected: boolean) => void;
}

const NAMES = ['conversation.changed', 'message.created', 'delivery.changed', 'viewers.changed', 'presence.changed', 'settings.changed', 'arrivals.changed', 'contact.changed', 'drafts.changed', 'news.created'] as const;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 20_000];

/** Listens until the returned function is called. After every reconnection there is one `reset`. */
export function listen(handlers: LiveHandlers): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let wasOpen = false;

  function open() {
    source = new EventSource('/api/v1/events', { withCredentials: true });
    source.onopen = () => {
      failures = 0;
      handlers.connected(true);
      if (wasOpen) handlers.event({ type: 'reset' });
      wasOpen = true;
    };
    source.onerror = () => {
      handlers.connected(false);
      // The browser reconnects by itself, except after a refusal: then it stays closed.
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
    };
    for (const name of NAMES) source.addEventListener(name, (event) => tell(name, event.data as string));
    source.addEventListener('reset', () => handlers.event({ type: 'reset' }));
  }

  function tell(type: (typeof NAMES)[number], text: string) {
    const data = JSON.parse(text) as { id: unknown; conversation?: unknown; message?: Written | null; why?: OwnNews };
    const id = String(data.id);
    if (type === 'delivery.changed') handlers.event({ type, id, conversation: data.conversation ? String(data.conversation) : null });
    else if (type === 'message.created') handlers.event({ type, id, message: data.message ?? null });
    else if (type === 'news.created') handlers.event({ type, id, why: data.why ?? 'message' });
    else handlers.event({ type, id });
  }

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
