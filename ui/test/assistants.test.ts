// Assistants as an administrator meets them: added with what only their kind needs, tried, placed in a mailbox and deleted.
import { render, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AssistantPlace } from '../src/client/types';
import AssistantPage from '../src/desk/assistants/AssistantPage.svelte';
import Assistants from '../src/desk/assistants/Assistants.svelte';
import { foundPairs, toDraft, toForm, unfitPair } from '../src/desk/assistants/form';
import AssistantPlaces from '../src/desk/mailboxes/AssistantPlaces.svelte';
import { session } from '../src/desk/shell/session.svelte';
import { sampleAssistants } from '../dev/assistants';
import { everything, serve } from './server';

const user = userEvent.setup();
const [ada, hours] = sampleAssistants as [(typeof sampleAssistants)[0], (typeof sampleAssistants)[0]];
const boxes = () => ({ body: { items: [{ id: 'm1', name: 'Support', address: 'support@desk.example' }], next: null } });

beforeEach(() => {
  session.me = { id: 'a1', name: 'Ana', email: 'ana@desk.example', role: 'admin', may: everything, presence: 'online', presence_chosen: 'online', presence_own: null, takes_email: true, notify_by_mail: true, encrypted: true, demo: false };
});

describe('a form', () => {
  /** LD-5 */
  it('sends what its kind needs, and a key only where one was typed or taken away', () => {
    const form = toForm(ada);
    expect(toDraft(form)).toEqual({ name: 'Ada', enabled: true, mode: 'answer', most_turns: 3, most_a_day: 200, language: '', model: ada.model });
    expect(toDraft({ ...form, key: { stored: true, change: 'replace', typed: ' k-1 ' } })).toMatchObject({ key: 'k-1' });
    expect(toDraft({ ...form, key: { stored: true, change: 'remove', typed: '' } })).toMatchObject({ key: null });
    expect('key' in toDraft({ ...form, key: { stored: true, change: 'replace', typed: '' } })).toBe(false);
    const script = toDraft(toForm(hours));
    expect([script.script, script.model, script.key]).toEqual([hours.script, undefined, undefined]);
    expect(toDraft({ ...form, most_turns: 'many' }).most_turns).toBe(0);
  });

  /** LD-5 */
  it('says which pair is only half there, and leaves out what is blank', () => {
    const pairs = [
      { id: '1', questions: 'opening hours\n\n when do you open ', answer: 'From 9.' },
      { id: '2', questions: ' ', answer: '' },
    ];
    expect(unfitPair(pairs)).toBeNull();
    const form = { ...toForm(null), kind: 'script' as const, pairs };
    expect(toDraft(form).script).toEqual([{ questions: ['opening hours', 'when do you open'], answer: 'From 9.' }]);
    expect(unfitPair([...pairs, { id: '3', questions: 'parking', answer: '' }])?.id).toBe('3');
    expect(unfitPair([{ id: '4', questions: '', answer: 'Yes.' }])?.sentence).toBe('One of the answers has no question yet.');
    expect(foundPairs(pairs, 'OPEN 9').map((pair) => pair.id)).toEqual(['1']);
  });
});

/** LD-5 */
it('without any, the page says what they are and nothing else', async () => {
  serve({ 'GET /assistants': () => ({ body: { items: [], next: null } }), 'GET /mailboxes': boxes });
  render(Assistants);
  expect(await screen.findByText('No assistant yet')).toBeTruthy();
  expect(screen.getAllByRole('button').map((button) => button.textContent?.trim())).toEqual(['Add assistant']);
});

/** LD-5 */
it('the list says what each is, what becomes of its answers and where it works', async () => {
  const asked = serve({ 'GET /assistants': () => ({ body: { items: sampleAssistants, next: null } }), 'GET /mailboxes': boxes, 'PATCH /assistants/1': () => ({ body: ada }) });
  render(Assistants);
  expect(await screen.findByText('Language model · Answer by itself')).toBeTruthy();
  expect(screen.getByText('Works in Support')).toBeTruthy();
  expect(screen.getByText('Works in no mailbox yet')).toBeTruthy();
  await user.click(screen.getByRole('switch', { name: 'Ada is on' }));
  await waitFor(() => expect(asked.find((one) => one.method === 'PATCH')?.body).toEqual({ enabled: false }));
});

/** LD-5 */
it('a script is added by questions and answers; what is half there is opened and not sent', async () => {
  const asked = serve({ 'POST /assistants': () => ({ status: 201, body: hours }) });
  render(AssistantPage, { id: 'new' });
  await user.click(screen.getByRole('radio', { name: /^Questions and answers/ }));
  await user.type(screen.getByLabelText('Name'), 'Hours');
  await user.type(screen.getByLabelText('Ways to ask'), 'opening hours{Enter}when do you open');
  await user.click(screen.getByRole('button', { name: 'Add assistant' }));
  expect((await screen.findAllByText('The answer to one of the questions is still missing.')).length).toBeGreaterThan(0);
  expect(asked.some((one) => one.method === 'POST')).toBe(false);
  await user.type(screen.getByLabelText('Answer'), 'From 9 to 17.');
  await user.click(screen.getByRole('button', { name: 'Add assistant' }));
  await waitFor(() => expect(asked.some((one) => one.method === 'POST')).toBe(true));
  const sent = asked.find((one) => one.method === 'POST');
  expect(sent?.body).toEqual({ name: 'Hours', enabled: true, mode: 'draft', most_turns: 3, most_a_day: 200, script: [{ questions: ['opening hours', 'when do you open'], answer: 'From 9 to 17.' }] });
  expect(sent?.headers.get('Idempotency-Key')).toBeTruthy();
});

/** LD-5 */
it('among many answers one is found, opened, and put in order when all are shown again', async () => {
  const asked = serve({ 'GET /assistants/2': () => ({ body: hours }), 'GET /mailboxes': boxes, 'PATCH /assistants/2': ({ body }) => ({ body: { ...hours, ...(body as object) } }) });
  render(AssistantPage, { id: '2' });
  await user.type(await screen.findByLabelText('Find among 12'), 'shop 11');
  const rows = () => within(screen.getByRole('list', { name: 'Questions and answers' })).getAllByRole('listitem');
  expect(rows().length).toBe(1);
  expect(screen.queryByRole('button', { name: 'Move opening hours 11 up' })).toBeNull();
  await user.click(within(rows()[0]!).getByRole('button', { name: /^opening hours 11/ }));
  await user.type(screen.getByLabelText('Answer'), ' Ring the bell.');
  await user.clear(screen.getByLabelText('Find among 12'));
  await user.click(screen.getByRole('button', { name: 'Move opening hours 11 up' }));
  await user.click(screen.getByRole('button', { name: 'Remove “opening hours 1”' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(asked.some((one) => one.method === 'PATCH')).toBe(true));
  const { script } = asked.find((one) => one.method === 'PATCH')?.body as { script: { questions: string[]; answer: string }[] };
  expect(script.map((pair) => pair.questions[0]?.split(' ').at(-1)).join(' ')).toBe('2 3 4 5 6 7 8 9 11 10 12');
  expect(script[8]?.answer).toBe('Shop 11 is open from 9 to 17. Ring the bell.');
});

/** LD-5 */
it('the key file of Dialogflow is chosen or pasted', async () => {
  const made = { ...ada, id: '9', model: null, dialogflow: { project: '', location: '', endpoint: '' } };
  const asked = serve({ 'POST /assistants': () => ({ status: 201, body: made }) });
  render(AssistantPage, { id: 'new' });
  await user.click(screen.getByRole('radio', { name: /^Dialogflow/ }));
  await user.type(screen.getByLabelText('Name'), 'Flo');
  const chooser = document.querySelector<HTMLInputElement>('input[type=file]')!;
  await user.upload(chooser, new File(['{"type":"service_account"}'], 'key.json', { type: 'application/json' }));
  await waitFor(() => expect(screen.getByLabelText<HTMLTextAreaElement>('Key file').value).toBe('{"type":"service_account"}'));
  await user.type(screen.getByLabelText('Region'), 'europe-west1');
  await user.click(screen.getByRole('button', { name: 'Add assistant' }));
  await waitFor(() => expect(asked.find((one) => one.method === 'POST')?.body).toMatchObject({ name: 'Flo', language: '', key: '{"type":"service_account"}', dialogflow: { project: '', location: 'europe-west1', endpoint: '' } }));
});

/** LD-5 */
it('of a stored key only is said that there is one; it is replaced or removed', async () => {
  const asked = serve({
    'GET /assistants/1': () => ({ body: ada, headers: { ETag: '"1"' } }),
    'GET /mailboxes': boxes,
    'PATCH /assistants/1': () => ({ status: 422, body: { code: 'field_invalid', detail: 'The address changed.', fields: { key: 'The address changed. Type the key of the new service.' } } }),
  });
  render(AssistantPage, { id: '1' });
  expect(await screen.findByText('There is a key. It is never shown.')).toBeTruthy();
  expect(screen.queryByLabelText('Key')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Remove the key' }));
  expect(screen.getByText('The key goes when you save.')).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Keep the stored key' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  // Refused since the address is another one: the field opens and says why.
  expect((await screen.findByLabelText('Key')).getAttribute('aria-invalid')).toBe('true');
  expect('key' in (asked.find((one) => one.method === 'PATCH')?.body as object)).toBe(false);
  expect(asked.find((one) => one.method === 'PATCH')?.headers.get('If-Match')).toBe('"1"');
});

/** LD-5 */
it('a question that is tried shows why people would have to answer, what was found and what was said, as text', async () => {
  const told = { answer: null, reason: 'foreign', found: [{ title: 'Returns', text: 'Within 30 days.', link: 'javascript:alert(1)', named: false }], asked: 'Q', said: '<b>buy</b> at https://evil.example', took_ms: 1_240 };
  const asked = serve({ 'GET /assistants/1': () => ({ body: ada }), 'GET /mailboxes': boxes, 'POST /assistants/1/trial': () => ({ body: told }) });
  render(AssistantPage, { id: '1' });
  await user.type(await screen.findByLabelText('Question'), 'May I return it?');
  await user.click(screen.getByRole('button', { name: 'Ask' }));
  expect(await screen.findByText('People would have to answer. It said a link or an address that its sources do not have.')).toBeTruthy();
  expect(asked.find((one) => one.method === 'POST')?.body).toEqual({ mailbox: 'm1', text: 'May I return it?' });
  expect(screen.getByText('<b>buy</b> at https://evil.example').tagName).toBe('PRE');
  expect(screen.queryByRole('link', { name: 'Returns' })).toBeNull();
  expect(screen.getByText('1.2 s')).toBeTruthy();
});

/** LD-5 */
it('an assistant is deleted after a question', async () => {
  const asked = serve({ 'GET /assistants/1': () => ({ body: ada }), 'GET /mailboxes': boxes, 'DELETE /assistants/1': () => ({ status: 204 }) });
  render(AssistantPage, { id: '1' });
  await user.click(await screen.findByRole('button', { name: 'Delete assistant' }));
  expect(asked.some((one) => one.method === 'DELETE')).toBe(false);
  await user.click(screen.getByRole('button', { name: 'Delete for good' }));
  await waitFor(() => expect(asked.some((one) => one.method === 'DELETE')).toBe(true));
});

describe('the assistants of a mailbox', () => {
  function placing(places: AssistantPlace[]) {
    let version = 1;
    let stands = places;
    return serve({
      'GET /assistants': () => ({ body: { items: sampleAssistants, next: null } }),
      'GET /mailboxes/m1/assistants': () => ({ body: { assistants: stands }, headers: { ETag: `"${version}"` } }),
      'PUT /mailboxes/m1/assistants': ({ body, headers }) => {
        if (headers.get('If-Match') !== `"${version}"`) return { status: 412, body: { code: 'version_mismatch', changed: null } };
        stands = (body as { assistants: AssistantPlace[] }).assistants;
        version += 1;
        return { body: { assistants: stands }, headers: { ETag: `"${version}"` } };
      },
    });
  }
  const puts = (asked: ReturnType<typeof serve>) => asked.filter((one) => one.method === 'PUT').map((one) => (one.body as { assistants: AssistantPlace[] }).assistants.map(({ assistant, enabled }) => `${assistant}${enabled ? '' : ' off'}`).join(' '));

  /** LD-4, LD-5 */
  it('are added, put in order by the keyboard, switched off and taken out, each change on the version before', async () => {
    const asked = placing([{ assistant: '1', enabled: true }]);
    render(AssistantPlaces, { mailbox: 'm1' });
    await user.click(await screen.findByRole('button', { name: 'Add' }));
    await user.click(await screen.findByRole('button', { name: 'Move Opening hours up' }));
    expect(screen.getByText('Opening hours is now number 1 of 2.')).toBeTruthy();
    const first = within(screen.getAllByRole('listitem')[0]!);
    expect(first.getByText('takes what comes')).toBeTruthy();
    await user.click(first.getByRole('switch', { name: 'Opening hours is on in this mailbox' }));
    await user.click(screen.getByRole('button', { name: 'Take Ada out of this mailbox' }));
    await waitFor(() => expect(puts(asked)).toEqual(['1 2', '2 1', '2 off 1', '2 off']));
    expect(asked.filter((one) => one.method === 'PUT').map((one) => one.headers.get('If-Match'))).toEqual(['"1"', '"2"', '"3"', '"4"']);
  });

  /** LD-4 */
  it('are only read by whoever may not manage them', async () => {
    if (session.me) Object.assign(session.me, { role: 'agent', may: ['read', 'work', 'read-settings'] });
    placing([{ assistant: '1', enabled: false }]);
    render(AssistantPlaces, { mailbox: 'm1' });
    expect(await screen.findByText('Ada')).toBeTruthy();
    expect(screen.queryAllByRole('button')).toEqual([]);
  });
});
