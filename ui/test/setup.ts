// What the test browser lacks: a stream of events that tests drive by hand, and observers that never fire.
import { beforeEach, vi } from 'vitest';

/** A stream that a test opens, breaks and feeds. */
export class FakeEventSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeEventSource[] = [];
  readyState = 0;
  onopen: (() => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    super();
    FakeEventSource.all.push(this);
  }

  tell(name: string, data: unknown): void {
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data) }));
  }

  close(): void {
    this.readyState = FakeEventSource.CLOSED;
  }
}

class QuietObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

vi.stubGlobal('EventSource', FakeEventSource);
vi.stubGlobal('ResizeObserver', QuietObserver);

beforeEach(() => {
  localStorage.clear();
  FakeEventSource.all = [];
});
