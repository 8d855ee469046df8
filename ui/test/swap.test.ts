// The cursor stays in the text when the box that it is in is exchanged: by a draft that arrives late, or by the editor.
import { render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, it } from 'vitest';
import Composer from '../src/desk/conversations/Composer.svelte';
import WriteArea from '../src/desk/conversations/WriteArea.svelte';
import { Uploads } from '../src/desk/conversations/uploads.svelte';
import { item, serve, whole } from './server';

it('whoever is in the text stays in it when another box takes its place', async () => {
  const props = { label: 'Your reply', text: 'Hello', html: null as string | null, uploads: new Uploads(), rows: 3, send: () => undefined };
  const area = render(WriteArea, props);
  const plain = await screen.findByRole('textbox', { name: 'Your reply' });
  await import('../src/desk/conversations/RichBox.svelte');
  await new Promise((done) => setTimeout(done, 400));
  area.component.focus();
  await waitFor(() => expect(document.activeElement).toBe(plain));
  await area.rerender({ html: '<p>Hello</p>' });
  await tick();
  await waitFor(() => {
    const box = screen.getByRole('textbox', { name: 'Your reply' });
    expect(box).not.toBe(plain);
    expect(document.activeElement).toBe(box);
  });
});

it('whoever began a note goes on with it when an answer that was begun on another machine arrives', async () => {
  const data = whole(item());
  const elsewhere = { kind: 'reply', text: 'From the train', html: null, note: '', to: null, cc: null, bcc: [], subject: '', mailbox: null, forwards: null, seen: null, attachments: [], updated_at: new Date().toISOString() };
  serve({
    'GET /mailboxes': () => ({ body: { items: [], next: null } }),
    [`GET /conversations/${data.id}/draft`]: () => ({ body: elsewhere }),
  });
  const composer = render(Composer, { data, leave: () => undefined });
  await composer.component.begin('note');
  const box = screen.getByRole('textbox', { name: 'Your note' });
  expect(document.activeElement).toBe(box);
  await new Promise((done) => setTimeout(done, 50));
  expect(document.activeElement).toBe(box);
  await composer.component.begin('reply');
  await waitFor(() => expect(screen.getByRole('textbox', { name: 'Your reply' }).textContent || (screen.getByRole('textbox', { name: 'Your reply' }) as HTMLTextAreaElement).value).toBe('From the train'));
});
