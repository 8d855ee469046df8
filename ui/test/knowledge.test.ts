// The preview of articles, which must make nothing of a text that it is not, and files in requests that they fit into.
import { describe, expect, it } from 'vitest';
import { batches } from '../src/desk/knowledge/batches';
import { blocks, inlines, type Block, type Inline } from '../src/desk/knowledge/markdown';

const flat = (parts: Inline[]): string =>
  parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'code' ? `‹${part.text}›` : part.kind === 'link' ? `${flat(part.parts)}→${part.href}` : `${part.kind}(${flat(part.parts)})`)).join('');
const shown = (block: Block): string => {
  switch (block.kind) {
    case 'heading':
      return `h${block.level} ${flat(block.parts)}`;
    case 'paragraph':
      return flat(block.parts);
    case 'list':
      return `${block.ordered ? 'ol' : 'ul'} ${block.items.map(flat).join(' | ')}`;
    case 'quote':
      return `> ${block.blocks.map(shown).join(' / ')}`;
    case 'code':
      return `code ${block.text}`;
    case 'rule':
      return '---';
  }
};

describe('a preview of Markdown', () => {
  it.each([
    ['# Returns #\nWithin *30* days.', ['h1 Returns', 'Within em(30) days.']],
    ['One\nline\n\nTwo', ['One\nline', 'Two']],
    ['- a\n- **b**\n  more\n\n1. x\n2) y', ['ul a | strong(b)\nmore', 'ol x | y']],
    ['> said\n> # so\n\n---', ['> said / h1 so', '---']],
    ['```sh\n# no heading\n```\nText', ['code # no heading', 'Text']],
    ['```\nnever closed', ['code never closed']],
    ['', []],
  ])('shows %j', (text, expected) => {
    expect(blocks(text).map(shown)).toEqual(expected);
  });

  it.each([
    ['see [the page](https://help.example.org/a) or <https://b.example>', 'see the page→https://help.example.org/a or https://b.example→https://b.example'],
    ['[x](javascript:alert(1)) [y](data:text/html,z) ![i](https://img.example/a.png)', '[x](javascript:alert(1)) [y](data:text/html,z) !i→https://img.example/a.png'],
    ['<img src=x onerror=alert(1)> & <script>', '<img src=x onerror=alert(1)> & <script>'],
    ['snake_case_name and _so_, 2 * 3 * 4, `a*b*`', 'snake_case_name and em(so), 2 * 3 * 4, ‹a*b*›'],
    ['**bold *and* more**', 'strong(bold em(and) more)'],
  ])('makes of %j only what it is', (text, expected) => {
    expect(flat(inlines(text))).toBe(expected);
  });

  it('ends with any depth', () => {
    expect(blocks('>'.repeat(200) + ' deep')).toHaveLength(1);
    expect(flat(inlines('**'.repeat(500))).length).toBeGreaterThan(0);
  });
});

describe('files of an import', () => {
  it('go in requests that they fit into, in their order', () => {
    const sizes = (all: { size: number }[][]) => all.map((batch) => batch.map((one) => one.size));
    expect(sizes(batches([{ size: 600_000 }, { size: 300_000 }, { size: 200_000 }, { size: 5_000_000 }, { size: 1 }]))).toEqual([[600_000, 300_000], [200_000], [5_000_000], [1]]);
    expect(batches(Array.from({ length: 45 }, () => ({ size: 1 }))).map((batch) => batch.length)).toEqual([20, 20, 5]);
    expect(batches([])).toEqual([]);
  });
});
