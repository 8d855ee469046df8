// The message file and the code agree, and no text for people stands in markup.
import { FluentResource } from '@fluent/bundle';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';
import english from '../locales/en.ftl?raw';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(ts|svelte)$/.test(name) && !name.endsWith('schema.d.ts'))
  .map((name) => ({ name, text: readFileSync(join('src', name), 'utf8') }));

const USED = /\b(?:t|msg)\(\s*(?:[\w.! ]+\s*\?\s*)?'([a-z0-9-]+)'(?:\s*:\s*'([a-z0-9-]+)')?/g;
const used = new Set(
  files.flatMap(({ text }) => [...text.matchAll(USED)].flatMap((match) => [match[1], match[2]].filter((key) => key !== undefined))),
);
const defined = new Set([...new FluentResource(english).body].map((message) => message.id));

const READ_OUT = ['aria-label', 'title', 'placeholder', 'alt', 'label'];
/** Names and signs that are the same in every language, and examples of addresses. */
const SAME_EVERYWHERE = /^(Staffetta|[\s\d.,:;·–—#/?()[\]<>&|↵+-]*|[jk])$/;
const IN_CODE = ['kbd'];

interface Node {
  type: string;
  name?: string;
  data?: string;
  [key: string]: unknown;
}

/** The texts of a component's markup that a person could read. */
function spoken(node: unknown, inside: string[] = []): string[] {
  if (Array.isArray(node)) return node.flatMap((one) => spoken(one, inside));
  if (!node || typeof node !== 'object') return [];
  const { type, name, data } = node as Node;
  if (type === 'Text') return inside.some((tag) => IN_CODE.includes(tag)) ? [] : [String(data)];
  if (type === 'Attribute' && !READ_OUT.includes(String(name))) return [];
  if (type === 'ExpressionTag' || type === 'Script' || type === 'StyleSheet') return [];
  const path = type === 'RegularElement' ? [...inside, String(name)] : inside;
  return Object.entries(node)
    .filter(([key]) => key !== 'start' && key !== 'end' && key !== 'type')
    .flatMap(([, value]) => spoken(value, path));
}

describe('the message file', () => {
  it('defines every text that the code uses', () => {
    expect([...used].filter((key) => !defined.has(key))).toEqual([]);
  });

  it('has no text that nobody uses', () => {
    expect([...defined].filter((key) => !used.has(key))).toEqual([]);
  });

  it('is where all texts of the markup stand', () => {
    const found = files
      .filter(({ name }) => name.endsWith('.svelte'))
      .flatMap(({ name, text }) =>
        spoken(parse(text, { modern: true }).fragment)
          .map((one) => one.trim())
          .filter((one) => !SAME_EVERYWHERE.test(one))
          .map((one) => `${name}: ${one}`),
      );
    expect(found).toEqual([]);
  }, 30_000);

  it('finds a text that stands in markup', () => {
    expect(spoken(parse('<p title="Close">Hello <b>you</b> {name}</p>', { modern: true }).fragment)).toEqual(['Close', 'Hello ', 'you', ' ']);
  });
});
