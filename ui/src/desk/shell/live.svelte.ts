// The one stream of events of this page, handed to whoever shows something that changes.
import { listen, type LiveEvent } from '../../client/live';

export const connection = $state({ online: true });

const listeners = new Set<(event: LiveEvent) => void>();
const PATIENCE_MS = 2_500;

/** Hears every event until the returned function is called. */
export function onLive(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Loads now, and again soon after the settings changed; until the returned function is called. */
export function withSettings(load: () => Promise<void>): () => void {
  void load();
  const again = soon(() => void load(), 200);
  return onLive((event) => {
    if (event.type === 'settings.changed' || event.type === 'reset') again();
  });
}

/** Opens the stream; a short gap is not shown, a longer one says "offline". */
export function startLive(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const connected = (now: boolean) => {
    clearTimeout(timer);
    if (now) connection.online = true;
    else timer = setTimeout(() => (connection.online = false), PATIENCE_MS);
  };
  const offline = () => (connection.online = false);
  window.addEventListener('offline', offline);
  const stop = listen({ connected, event: (event) => listeners.forEach((listener) => listener(event)) });
  return () => {
    clearTimeout(timer);
    window.removeEventListener('offline', offline);
    stop();
  };
}

/** Runs once for many calls: at the end of a short quiet, at the latest after five of them. */
export function soon(run: () => void, quiet_ms = 60): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first = 0;
  return () => {
    const now = performance.now();
    if (!timer) first = now;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        timer = undefined;
        run();
      },
      Math.max(0, Math.min(quiet_ms, first + quiet_ms * 5 - now)),
    );
  };
}
