// The reference page: types in words, fields in order, a command that fits the operation.
import { render, screen } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import openapi from '../openapi.json';
import { body, command, example, fields, groups, narrowed, typeText, type Document } from '../src/desk/reference/document';
import Reference from '../src/desk/reference/Reference.svelte';
import { parse } from '../src/desk/shell/router.svelte';
import { serve } from './server';

const document = openapi as unknown as Document;
const all = groups(document).flatMap((group) => group.operations);
const named = (id: string) => all.find((one) => one.operationId === id)!;

/** */
it('every operation of the document is shown, and can be found by its words', () => {
  const written = Object.values(document.paths).flatMap((methods) => Object.keys(methods));
  expect(all).toHaveLength(written.length);
  expect(narrowed(groups(document), 'post conversations messages').flatMap((group) => group.operations.map((one) => one.operationId))).toContain('writeMessage');
  expect(narrowed(groups(document), 'no such words')).toEqual([]);
  expect(parse('/api')).toEqual({ screen: 'reference' });
});

it('types are words, and null stands beside them', () => {
  expect(typeText(document, { type: ['string', 'null'] })).toBe('string | null');
  expect(typeText(document, { type: 'array', items: { $ref: '#/components/schemas/Address' } })).toBe('Address[]');
  expect(typeText(document, { $ref: '#/components/schemas/Role' })).toBe('"agent" | "manager" | "admin"');
  expect(typeText(document, { oneOf: [{ $ref: '#/components/schemas/Address' }, { type: 'null' }] })).toBe('Address | null');
});

it('fields tell what they are, and those within stand behind them', () => {
  const rows = fields(document, { $ref: '#/components/schemas/AgentList' });
  expect(rows[0]).toMatchObject({ name: 'items', type: 'Agent[]', required: true, depth: 0 });
  expect(rows.find((row) => row.name === 'role')).toMatchObject({ depth: 1, required: true });
  expect(rows.every((row) => row.type !== '')).toBe(true);
});

it('a command names the method, the token where one is needed, and a body that fits', () => {
  const signIn = command(document, named('signIn'), 'https://desk.example');
  expect(signIn).toContain('curl -X POST "https://desk.example/api/v1/session"');
  expect(signIn).not.toContain('Authorization');
  const invite = command(document, named('inviteAgent'), 'https://desk.example');
  expect(invite).toContain('Authorization: Bearer');
  expect(invite).toContain(JSON.stringify(body(named('inviteAgent').requestBody)!.example));
  expect(command(document, named('changeAgent'), '')).toContain('/agents/$ID');
  expect(example(document, { type: 'array', items: { type: 'boolean' } })).toEqual([true]);
});

/** */
it('the page shows the operations, and narrows them as one types', async () => {
  serve({ 'GET /api/openapi.json': () => ({ body: { ...document, paths: { '/api/v1/roles': document.paths['/api/v1/roles'], '/api/v1/queues': document.paths['/api/v1/queues'] } } }) });
  render(Reference);
  expect(await screen.findByRole('heading', { name: 'GET /api/v1/roles' })).toBeTruthy();
  expect(screen.getAllByRole('heading', { level: 3 })).toHaveLength(3);
  expect(screen.getAllByText('An example of the body')).toHaveLength(1);
  await userEvent.setup().type(screen.getByRole('searchbox'), 'roles');
  expect(screen.getAllByRole('heading', { level: 3 })).toHaveLength(1);
});
