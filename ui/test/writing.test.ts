// Small rules of writing: HTML and text, what is pasted, snippets and their variables, people, planned times.
import { describe, expect, it } from 'vitest';
import { fromText, isFormatted, linkOf, pictures, toEditor, toServer } from '../src/desk/conversations/html';
import { clean } from '../src/desk/conversations/paste';
import { othersOf, usualPeople } from '../src/desk/conversations/people';
import { localMinute, withinYear } from '../src/desk/conversations/postpone';
import { fitting } from '../src/desk/conversations/snippets.svelte';
import { filled, filledHtml, left, typedShortcut, valuesOf } from '../src/desk/conversations/variables';
import type { Mailbox, Snippet } from '../src/client/types';
import { item, letter, whole } from './server';

describe('the HTML of an answer', () => {
  it('names pictures by their file for the server and shows them in the editor', () => {
    const shown = '<p>See</p><img src="/api/v1/attachments/7?inline=1" alt="">';
    expect(toServer(shown)).toBe('<p>See</p><img src="cid:7" alt="">');
    expect(toEditor(toServer(shown))).toBe(shown);
    expect([...pictures(shown)]).toEqual(['7']);
  });

  it('is sent as text where it says no more than its text', () => {
    for (const plain of ['<div>Hello<br></div><div><br></div>', '', '<p>Hello</p>']) expect(isFormatted(plain)).toBe(false);
    for (const formatted of ['<div><b>Hello</b></div>', '<ul><li>a</li></ul>', '<div>See <a href="https://x.example">x</a></div>', '<div dir="rtl">x</div>']) expect(isFormatted(formatted)).toBe(true);
  });

  it('takes plain text without reading markup in it', () => {
    expect(fromText('a <b>\n\nc & d')).toBe('<div>a &lt;b&gt;</div><div><br></div><div>c &amp; d</div>');
  });

  it('links to pages and mailboxes and to nothing else', () => {
    expect(linkOf('lamps.example/a')).toBe('https://lamps.example/a');
    expect(linkOf(' zoe@posta.example ')).toBe('mailto:zoe@posta.example');
    expect(linkOf('http://lamps.example')).toBe('http://lamps.example/');
    for (const bad of ['javascript:alert(1)', 'data:text/html,x', 'lamps', '', 'file:///etc/passwd']) expect(linkOf(bad), bad).toBeNull();
  });
});

describe('what is pasted', () => {
  it('keeps its structure and loses foreign looks', () => {
    const root = document.createElement('div');
    root.innerHTML = '<p style="color:red" class="MsoNormal" onclick="x()"><font face="Arial">Dear <b id="x">Zoë</b></font></p><a href="https://x.example" style="x">x</a>';
    expect(clean(root)).toEqual([]);
    expect(root.innerHTML).toBe('<p>Dear <b>Zoë</b></p><a href="https://x.example">x</a>');
  });

  it('gives the pictures that it carries in itself as files, and drops those of a disk', () => {
    const root = document.createElement('div');
    root.innerHTML = `<img src="data:image/png;base64,${btoa('png')}"><img src="file:///c:/a.png"><img src="https://x.example/a.png" width="1">`;
    const files = clean(root);
    expect(files.map((file) => [file.name, file.type, file.size])).toEqual([['image-1.png', 'image/png', 3]]);
    expect(root.innerHTML).toBe('<img src="https://x.example/a.png">');
  });
});

describe('a snippet', () => {
  const data = { contact: { id: 'p1', name: 'Zoë <Kůň>', address: 'zoe@posta.example' }, number: 1042, subject: 'Order {agent.name}' };
  const values = valuesOf(data, { name: 'Ana', email: 'ana@desk.example' }, { name: 'Support', address: 'support@desk.example' });

  it('has its variables replaced once, and keeps those that are not known', () => {
    expect(filled('Dear {contact.first_name}, {conversation.subject} #{conversation.number} {foo.bar} {x}', values)).toBe('Dear Zoë, Order {agent.name} #1042 {foo.bar} {x}');
    expect(filled('{contact.name}', valuesOf({ ...data, contact: null }, null, null))).toBe('{contact.name}');
    expect(left('{foo.bar} and {foo.bar} and {x}')).toEqual(['{foo.bar}']);
  });

  it('puts what they stand for into HTML as text', () => {
    expect(filledHtml('<p>{contact.name}</p>', values)).toBe('<p>Zoë &lt;Kůň&gt;</p>');
  });

  it('is found behind a semicolon by its shortcut, else by its name', () => {
    expect(typedShortcut('Dear Zoë, ;del')).toBe('del');
    expect(typedShortcut(';')).toBe('');
    for (const none of ['a;b', 'x; y', '; del']) expect(typedShortcut(none), none).toBeNull();
    const one = (name: string, shortcut: string): Snippet => ({ id: name, name, shortcut, text: '', html: null, shared: false });
    const all = [one('Opening hours', 'hours'), one('Delay', 'd'), one('A long delay', 'delay')];
    expect(fitting(all, 'delay').map((each) => each.name)).toEqual(['A long delay', 'Delay']);
    expect(fitting(all, '')).toHaveLength(3);
  });
});

describe('the people of an answer', () => {
  it('are the customer and who is ticked; everybody means the rest of the newest mail, but not us', () => {
    const base = whole(item(), {
      messages: [letter({ to: [{ name: null, address: 'support+abc@desk.example' }, { name: null, address: 'otto@posta.example' }], cc: [{ name: 'Eva', address: 'eva@posta.example' }] })],
    });
    const usual = usualPeople(base);
    expect(usual.to.map((one) => one.address)).toEqual(['zoe@posta.example']);
    const boxes = [{ address: 'support@desk.example', aliases: ['help@desk.example'] }] as unknown as Mailbox[];
    expect(othersOf(base, usual.to, boxes).map((one) => one.address)).toEqual(['otto@posta.example', 'eva@posta.example']);
    expect(othersOf(base, [...usual.to, { name: null, address: 'OTTO@posta.example' }], boxes).map((one) => one.address)).toEqual(['eva@posta.example']);
  });
});

describe('a planned time', () => {
  it('is written for the browser and lies within a year', () => {
    const now = new Date(2026, 10, 28, 9, 5);
    expect(localMinute(now)).toBe('2026-11-28T09:05');
    expect(withinYear(new Date(2026, 10, 29), now)).toBe(true);
    for (const bad of [now, new Date(2027, 11, 1), new Date('nonsense')]) expect(withinYear(bad, now)).toBe(false);
  });
});
