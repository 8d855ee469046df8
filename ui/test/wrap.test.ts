// Text of a mail flows in any column, and what was broken on purpose stays broken.
import { describe, expect, it } from 'vitest';
import { unwrapped } from '../src/desk/conversations/wrap';

describe('the lines of a mail', () => {
  it('are joined where the client broke them at its margin', () => {
    const text =
      'my order 4711 was due on Thursday and has not arrived yet. The tracking\n' +
      'page has said "on its way" for four days now.\n\nBest regards\nZoe Bennett';
    expect(unwrapped(text)).toBe(
      'my order 4711 was due on Thursday and has not arrived yet. The tracking ' +
        'page has said "on its way" for four days now.\n\nBest regards\nZoe Bennett',
    );
  });

  it('stay where they were broken on purpose', () => {
    for (const text of [
      'Hello,\nyes.\nThanks',
      'we are fitting out two floors in January and would like a quote for it:\n- 160 lamps "Corriere", small, delivered to Cork\n- 80 lamps',
      '18, quai de la Pêcherie\n69001 Lyon\nFrance, and this line is long enough to be a margin here',
      '> quoted text that runs up to the margin of the client that wrote it down\n> and goes on',
      'x'.repeat(200) + '\nnext',
    ])
      expect(unwrapped(text)).toBe(text);
  });
});
