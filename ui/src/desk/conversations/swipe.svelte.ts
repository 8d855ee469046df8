// A finger that moves a row sideways: the row follows it, and says what letting go would do. A mouse moves nothing, and a
// finger that goes up or down scrolls as ever.

/** To which side a row was moved. */
export type Side = 'right' | 'left';

/** How far a finger may wander before it has chosen a direction, in pixels. */
const SLACK = 10;
/** How much of the row's width must be passed, and at most how many pixels. */
const PART = 0.35;
const FAR = 120;
/** What begins this close to the edge of the window is the browser's own gesture. */
const EDGE = 16;

/** What a finger that moved so far wants: nothing yet, to scroll, or to move the row. */
export function direction(across: number, along: number): 'undecided' | 'scroll' | 'swipe' {
  if (Math.max(Math.abs(across), Math.abs(along)) < SLACK) return 'undecided';
  return Math.abs(across) > Math.abs(along) ? 'swipe' : 'scroll';
}

/** How far the row stands from its place: it follows the finger from where the direction was clear, and stays in sight. */
export function offsetOf(across: number, width: number): number {
  const beyond = Math.sign(across) * Math.max(0, Math.abs(across) - SLACK);
  return Math.max(-width, Math.min(width, beyond));
}

/** The side whose deed is done when the finger is lifted here; null when the row just goes back. */
export function sideAt(offset: number, width: number): Side | null {
  if (Math.abs(offset) < Math.min(FAR, width * PART)) return null;
  return offset > 0 ? 'right' : 'left';
}

interface Start {
  pointer: number;
  x: number;
  y: number;
  width: number;
  swiping: boolean;
}

/** One row's gesture. */
export class Swipe {
  /** How far the row stands from its place, in pixels; to the right above zero. */
  offset = $state(0);
  /** What letting go would do now. */
  side = $state<Side | null>(null);
  /** True while a finger moves the row. */
  moving = $state(false);
  #start: Start | null = null;
  #swiped = false;
  readonly #done: (side: Side) => void;
  readonly #may: () => boolean;

  constructor(may: () => boolean, done: (side: Side) => void) {
    this.#may = may;
    this.#done = done;
  }

  /** Listens to a row while it is there: `{@attach swipe.row}`. */
  readonly row = (row: HTMLElement): (() => void) => {
    const stop = new AbortController();
    const listen = <Name extends keyof HTMLElementEventMap>(name: Name, hear: (event: HTMLElementEventMap[Name]) => void, capture = false) =>
      row.addEventListener(name, hear, { signal: stop.signal, capture });
    listen('pointerdown', (event) => this.#down(event, row.clientWidth));
    listen('pointermove', (event) => this.#move(event));
    listen('pointerup', (event) => this.#up(event));
    listen('pointercancel', () => this.#end());
    // A link can be dragged: not while a finger is on it.
    listen('dragstart', (event) => this.#start && event.preventDefault());
    listen('click', (event) => this.#click(event), true);
    return () => stop.abort();
  };

  #down(event: PointerEvent, width: number): void {
    this.#swiped = false;
    // A second finger wants something else.
    if (this.#start || !event.isPrimary) return this.#end();
    const atEdge = event.clientX < EDGE || event.clientX > window.innerWidth - EDGE;
    if (event.pointerType !== 'touch' || atEdge || !this.#may()) return;
    this.#start = { pointer: event.pointerId, x: event.clientX, y: event.clientY, width, swiping: false };
  }

  #move(event: PointerEvent): void {
    const start = this.#start;
    if (start?.pointer !== event.pointerId) return;
    const across = event.clientX - start.x;
    if (!start.swiping) {
      const wanted = direction(across, event.clientY - start.y);
      if (wanted === 'undecided') return;
      if (wanted === 'scroll') return this.#end();
      start.swiping = true;
      this.moving = true;
    }
    this.offset = offsetOf(across, start.width);
    this.side = sideAt(this.offset, start.width);
  }

  #up(event: PointerEvent): void {
    if (this.#start?.pointer !== event.pointerId) return;
    const { side } = this;
    this.#swiped = this.#start.swiping;
    this.#end();
    if (side) this.#done(side);
  }

  // The press that ends a gesture opens nothing; one by a key has no detail.
  #click(event: MouseEvent): void {
    if (!this.#swiped || event.detail === 0) return;
    this.#swiped = false;
    event.preventDefault();
    event.stopPropagation();
  }

  #end(): void {
    this.#start = null;
    this.moving = false;
    this.offset = 0;
    this.side = null;
  }
}
