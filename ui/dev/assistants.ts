// The mock's assistants: a model and a script, what one suggests and how it came to that.
import type { Assistant, AssistantPlace, AssistantTold, AssistantTurn, Suggestion } from '../src/client/types';

type Answer = { status: number; body?: unknown };
const ok = (body: unknown, status = 200): Answer => ({ status, body });

export const sampleRef = { id: '1', name: 'Ada' };

const common = { enabled: true, language: '', most_turns: 3, most_a_day: 200, model: null, script: null, dialogflow: null };
export const sampleAssistants: Assistant[] = [
  {
    ...common,
    ...sampleRef,
    mode: 'answer',
    model: { base_url: 'https://models.example.org/v1', model: 'small-model', instructions: 'We sell lamps. Returns are free within 30 days.', tone: 'friendly and brief' },
    has_key: true,
    mailboxes: ['m1'],
  },
  {
    ...common,
    id: '2',
    name: 'Opening hours',
    mode: 'draft',
    script: Array.from({ length: 12 }, (_, at) => ({ questions: [`opening hours ${at + 1}`, 'when do you open'], answer: `Shop ${at + 1} is open from 9 to 17.` })),
    has_key: false,
    mailboxes: [],
  },
];

const found = [
  { title: 'Returns', text: 'Lamps are sent back within 30 days. The label lies in the box.', link: 'https://lumen-lamps.example/help/returns', named: true },
  { title: 'Lamps that flicker', text: 'A lamp that flickers often has a dimmer that does not fit.', link: null, named: false },
];

export const sampleSuggestion: Suggestion = {
  turn: '12',
  assistant: sampleRef,
  text: 'You can send the lamp back within 30 days.\n\nThe label lies in the box; stick it on and hand the parcel in at any post office.',
  reason: 'not-proved',
  sources: found.slice(0, 1),
};

export const sampleTurns: AssistantTurn[] = [
  {
    id: '12',
    assistant: sampleRef,
    message: '1',
    answer_message: null,
    mode: 'draft',
    state: 'drafted',
    reason: 'not-proved',
    found,
    asked: 'You answer customers of Lumen Support.\n\n<question>May I send the lamp back?</question>',
    said: 'You can send the lamp back within 30 days. [1]',
    answer: sampleSuggestion.text,
    tokens_in: 412,
    tokens_out: 38,
    took_ms: 1_840,
    created_at: '2026-11-22T10:00:00Z',
    ended_at: '2026-11-22T10:00:02Z',
  },
];

const told: AssistantTold = { answer: sampleSuggestion.text, reason: 'strange', found, asked: sampleTurns[0]!.asked, said: sampleTurns[0]!.said, took_ms: 1_840 };

let all = sampleAssistants;
const placed = new Map<string, AssistantPlace[]>([['m1', [{ assistant: '1', enabled: true }]]]);

export function assistantRoutes(method: string, id: string, part: string, body: Record<string, unknown>): Answer {
  const known = all.find((one) => one.id === id);
  if (part === 'trial') return ok(told);
  if (method === 'GET') return id ? (known ? ok(known) : { status: 404, body: { code: 'not_found' } }) : ok({ items: all, next: null });
  if (method === 'DELETE') all = all.filter((one) => one !== known);
  if (method === 'DELETE') return { status: 204 };
  const { key, ...change } = body;
  const one: Assistant = Object.assign(known ?? { ...common, id: String(all.length + 1), name: '', mode: 'draft' as const, has_key: false, mailboxes: [] }, change);
  if (key !== undefined) one.has_key = key !== null;
  if (!known) all = [...all, one];
  return ok(one, known ? 200 : 201);
}

export function placeRoutes(method: string, mailbox: string, body: Record<string, unknown>): Answer {
  if (method === 'PUT') placed.set(mailbox, body['assistants'] as AssistantPlace[]);
  return ok({ assistants: placed.get(mailbox) ?? [] });
}
