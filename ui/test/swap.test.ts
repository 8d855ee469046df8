// The cursor stays in the text when the box that it is in is exchanged: by a draft that arrives late, or by the editor.
import { render, screen, waitFor } from '@testing-library/svelte';
import { tick } from 'svelte';
import { expect, it } from 'vitest';
import WriteArea from '../src/desk/conversations/WriteArea.svelte';
import { Uploads } from '../src/desk/conversations/uploads.svelte';

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
