// Satisfaction surveys: the sentences of the timeline, the delays to choose from, and what they came to.
import { describe, expect, it } from 'vitest';
import type { ConversationEvent } from '../src/client/types';
import { eventText } from '../src/desk/conversations/events';
import { toPolicy } from '../src/desk/mailboxes/policy';
import { delays, summary } from '../src/desk/mailboxes/surveys';
import { toForm } from '../src/desk/mailboxes/form';

const event = (kind: string, data: Record<string, unknown>) =>
  eventText({ id: '1', kind, actor: { type: 'contact', name: null }, created_at: '2026-11-29T12:00:00Z', data } as ConversationEvent);

describe('what a customer said', () => {
  it('stands in the timeline with its comment, and of one who was erased only that they did', () => {
    expect(event('rated', { rating: 5, comment: '', changed: false })).toBe('The customer rated the help: Very good');
    expect(event('rated', { rating: 1, comment: 'Too slow.', changed: false })).toBe('The customer rated the help: Very bad. “Too slow.”');
    expect(event('rated', { rating: 3, comment: '', changed: true })).toBe('The customer changed the rating: So-so');
    expect(event('rated', {})).toBe('The customer rated the help');
  });

  it('is asked for, or not, with the reason', () => {
    const asked = { automatic: 'survey', address: 'zoe@shop.example' };
    expect(event('automatic_sent', asked)).toBe('zoe@shop.example was asked how satisfied they are');
    expect(event('automatic_kept_back', { ...asked, limit: 'pause' })).toContain('this person was asked not long ago');
  });
});

describe('the settings of a survey', () => {
  it('offer the usual delays and the one that somebody else set', () => {
    expect(delays(60).map((one) => one.text)).toEqual([
      'At once',
      '15 minutes after resolving',
      'One hour after resolving',
      '4 hours after resolving',
      'One day after resolving',
      '3 days after resolving',
      '7 days after resolving',
    ]);
    expect(delays(90).map((one) => one.id)).toContain('90');
  });

  it('are written back as numbers; what is none is left to the server to refuse', () => {
    const { policy } = toForm(null);
    const form = { ...policy, survey: { on: true, delay: '240', pause: ' 30 ' } };
    expect(toPolicy(form).survey).toEqual({ on: true, delay_minutes: 240, pause_days: 30 });
    expect(toPolicy({ ...form, survey: { ...form.survey, pause: 'a week' } }).survey?.pause_days).toBeGreaterThan(365);
  });

  it('tell what came of them', () => {
    const ratings = [0, 0, 0, 0, 0];
    expect(summary({ days: 30, sent: 40, rated: 12, ratings, average: 4.33 })).toBe('Last 30 days: 12 of 40 answered, 4.33 of 5 on average.');
    expect(summary({ days: 30, sent: 4, rated: 0, ratings, average: null })).toBe('Last 30 days: 4 sent, no answer yet.');
    expect(summary({ days: 30, sent: 0, rated: 0, ratings, average: null })).toBe('Nobody was asked in the last 30 days.');
  });
});
