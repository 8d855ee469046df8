// SLA: policies as a form edits them, their order, and what is due in words.
import { describe, expect, it } from 'vitest';
import type { Due, SlaPolicy } from '../src/client/types';
import { dueText, isOver, leftText } from '../src/desk/conversations/due';
import { moved, promised, toDraft, toForm } from '../src/desk/sla/policy';

const policy: SlaPolicy = {
  id: '3',
  name: 'Everybody',
  mailbox: null,
  queue: '7',
  priorities: ['urgent'],
  business_time: true,
  first_response: 90,
  next_response: 240,
  resolution: null,
  warn_minutes: 0,
  enabled: true,
};

describe('a policy', () => {
  it('is written back as it was filled in, in minutes', () => {
    const { id: _, ...same } = policy;
    expect(toDraft(toForm(policy))).toEqual(same);
    const form = { ...toForm(policy), resolution: { count: '2', unit: 'hours' as const }, warn: { count: '', unit: 'minutes' as const } };
    expect(toDraft(form)).toMatchObject({ resolution: 120, warn_minutes: 0 });
  });

  it('leaves what is no number to the server to refuse', () => {
    const form = { ...toForm(null), first_response: { count: 'soon', unit: 'hours' as const } };
    expect(toDraft(form).first_response).toBe(0);
  });

  it('says what it promises in one line', () => {
    expect(promised(policy)).toBe('First answer in 90 min · next in 4 h');
  });

  it('is moved one place up or down, and not beyond the ends', () => {
    expect(moved(['1', '2', '3'], '3', -1)).toEqual(['1', '3', '2']);
    expect(moved(['1', '2', '3'], '1', 1)).toEqual(['2', '1', '3']);
    expect(moved(['1', '2'], '1', -1)).toEqual(['1', '2']);
    expect(moved(['1', '2'], '9', 1)).toEqual(['1', '2']);
  });
});

describe('what is due', () => {
  const now = Date.parse('2026-11-29T12:00:00Z');
  const due = (at: string, target: Due['target'] = 'first_response'): Due => ({ target, at });

  it('tells how much time is left, and since when it is over', () => {
    for (const [at, left, over] of [
      ['2026-11-29T12:14:30Z', '14 min', false],
      ['2026-11-29T15:59:00Z', '3 h', false],
      ['2026-12-03T12:00:00Z', '4 d', false],
      ['2026-11-29T12:00:00Z', '0 min', true],
      ['2026-11-29T09:00:00Z', '3 h', true],
    ] as const) {
      expect([leftText(due(at), now), isOver(due(at), now)]).toEqual([left, over]);
    }
    expect(dueText(due('2026-11-29T13:00:00Z', 'next_response'), now, 'at one')).toBe('Answer due at one');
    expect(dueText(due('2026-11-29T11:00:00Z', 'resolution'), now, 'eleven')).toBe('Solution overdue since eleven');
  });
});
