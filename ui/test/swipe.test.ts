// A finger that moves a row: which way it goes, how far it must go, and what a mouse, a scroll and a change of mind do.
import { describe, expect, it } from 'vitest';
import { direction, offsetOf, sideAt, Swipe, type Side } from '../src/desk/conversations/swipe.svelte';

const WIDTH = 390;

/** A row under fingers, and what was done by them. */
function row(may = true) {
  const done: Side[] = [];
  const swipe = new Swipe(() => may, (side) => done.push(side));
  const element = document.createElement('a');
  Object.defineProperty(element, 'clientWidth', { value: WIDTH });
  const stop = swipe.row(element);
  const touch = (name: string, x = 0, y = 100, more: object = {}) =>
    element.dispatchEvent(Object.assign(new Event(name, { cancelable: true }), { clientX: x, clientY: y, pointerId: 1, pointerType: 'touch', isPrimary: true, ...more }));
  return { swipe, done, touch, stop };
}

describe('a finger', () => {
  it.each([
    [3, 4, 'undecided'],
    [-9, 9, 'undecided'],
    [12, 4, 'swipe'],
    [-30, 29, 'swipe'],
    [11, 12, 'scroll'],
    [20, 20, 'scroll'],
  ])('that went %d across and %d along wants: %s', (across, along, wanted) => expect(direction(across, along)).toBe(wanted));

  it.each([
    [10, 0],
    [60, 50],
    [-60, -50],
    [900, WIDTH],
    [-900, -WIDTH],
  ])('that went %d across has the row at %d', (across, offset) => expect(offsetOf(across, WIDTH)).toBeCloseTo(offset));

  it.each([
    [119, WIDTH, null],
    [120, WIDTH, 'right'],
    [-120, WIDTH, 'left'],
    [105, 300, 'right'],
    [-104, 300, null],
  ])('that has a row at %d of %d and is lifted does: %s', (offset, width, side) => expect(sideAt(offset, width)).toBe(side));
});

describe('a row', () => {
  it('follows the finger, says what would be done, and does it when the finger is lifted', () => {
    const { swipe, done, touch } = row();
    touch('pointerdown', 60);
    touch('pointermove', 100);
    expect([swipe.moving, swipe.offset, swipe.side]).toEqual([true, 30, null]);
    touch('pointermove', 200, 160);
    expect([swipe.offset, swipe.side]).toEqual([130, 'right']);
    touch('pointerup', 200);
    expect([swipe.moving, swipe.offset, done]).toEqual([false, 0, ['right']]);
    expect(touch('click', 200, 100, { detail: 1 }), 'the press that follows opens nothing').toBe(false);
    expect(touch('click', 200, 100, { detail: 1 })).toBe(true);
  });

  it('goes back when the finger returns, and when the browser takes the touch', () => {
    const { swipe, done, touch } = row();
    touch('pointerdown', 300);
    touch('pointermove', 100);
    expect(swipe.side).toBe('left');
    touch('pointermove', 280);
    touch('pointerup', 280);
    touch('pointerdown', 300);
    touch('pointermove', 100);
    touch('pointercancel');
    touch('pointerup', 100);
    expect([swipe.offset, done]).toEqual([0, []]);
  });

  it('stays where it is under a scroll, a mouse, a second finger, a gesture of the browser, and while rows are selected', () => {
    const { swipe, done, touch, stop } = row();
    touch('pointerdown', 60);
    touch('pointermove', 62, 130);
    touch('pointermove', 300, 130);
    touch('pointerup', 300);
    touch('pointerdown', 60, 100, { pointerType: 'mouse' });
    touch('pointermove', 300, 100, { pointerType: 'mouse' });
    touch('pointerup', 300, 100, { pointerType: 'mouse' });
    touch('pointerdown', 60);
    touch('pointermove', 300);
    touch('pointerdown', 70, 200, { pointerId: 2, isPrimary: false });
    touch('pointerup', 300);
    touch('pointerdown', 4);
    touch('pointermove', 300);
    touch('pointerup', 300);
    stop();
    touch('pointerdown', 60);
    touch('pointermove', 300);
    expect([swipe.offset, done]).toEqual([0, []]);
    const selecting = row(false);
    selecting.touch('pointerdown', 60);
    selecting.touch('pointermove', 300);
    selecting.touch('pointerup', 300);
    expect(selecting.done).toEqual([]);
  });
});
