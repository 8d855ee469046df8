// What a row marks of a search: the words that the server looked for, folded as it folds them.
import { describe, expect, it } from 'vitest';
import { pieces, type Part } from '../src/desk/conversations/found';

const marked = (text: string, q: string, part: Part = 'anywhere') =>
  pieces(text, q, part)
    .map((piece) => (piece.hit ? `[${piece.text}]` : piece.text))
    .join('');

describe('a row', () => {
  it.each([
    ['Order 4711 has not arrived', 'order', '[Order] 4711 has not arrived'],
    ['Order 4711 has not arrived', 'arr', 'Order 4711 has not [arrived]'],
    ['Order 4711 has not arrived', 'arr order', '[Order] 4711 has not arrived'],
    ['Žádost o vrácení', 'zadost', '[Žádost] o vrácení'],
    ['Straße 7', 'STRASSE', '[Straße] 7'],
    ['Order 4711', '"order 4711"', '[Order] [4711]'],
    ['Order 4711', 'tag:order status:open', 'Order 4711'],
    ['Order 4711', 'field:"Order number"=4711 field:"Order number">="order 4711" field:Order=4711', 'Order 4711'],
    ['Order 4711', '', 'Order 4711'],
    ['', 'order', ''],
  ])('of %j marks %j as %j', (text, q, expected) => expect(marked(text, q)).toBe(expected));

  it('marks what an operator looks for only in its part', () => {
    expect(marked('Zoë Kůň', 'from:zoe order', 'from')).toBe('[Zoë] Kůň');
    expect(marked('Order of Zoë', 'from:zoe order', 'subject')).toBe('[Order] of Zoë');
    expect(marked('Order 4711', 'subject:"order 4711"', 'subject')).toBe('[Order] [4711]');
    expect(marked('Order 4711', 'subject:"order 4711"', 'from')).toBe('Order 4711');
  });

  it('keeps all of the text, whatever is searched for', () => {
    for (const q of ['"', 'from:', '((', 'a"b', '\\p{L}', '🙂'])
      expect(pieces('Zoë «Kůň» (🙂)', q, 'anywhere').map((piece) => piece.text).join('')).toBe('Zoë «Kůň» (🙂)');
  });
});
