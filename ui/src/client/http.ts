// One request to the server and its one kind of error. Screens never call fetch themselves.

/** What the server refused and why: problem+json, or `unreachable` when there was no answer. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string | null,
    readonly fields: Record<string, string>,
    readonly body: Record<string, unknown>,
  ) {
    super(detail ?? code);
    this.name = 'Problem';
  }
}

/** The header without which the server takes no change from a cookie. */
export const CHANGE_HEADER = 'X-Staffetta';

const BASE = '/api/v1';
let signedOut: () => void = () => undefined;

/** Says what to do when the server no longer knows the session. */
export function onSignedOut(run: () => void): void {
  signedOut = run;
}

/** A key that makes a repeated POST the same POST. Works on plain http too, where randomUUID does not. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Options {
  query?: Record<string, string | number | null | undefined>;
  body?: unknown;
  key?: string;
  signal?: AbortSignal;
}

/** Sends one request and gives the parsed answer; throws `Problem`. */
export async function call<Answer>(method: string, path: string, options: Options = {}): Promise<Answer> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers[CHANGE_HEADER] = '1';
  if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.key) headers['Idempotency-Key'] = options.key;
  let response: Response;
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      signal: options.signal,
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'unreachable', null, {}, {});
  }
  const text = response.status === 204 ? '' : await response.text();
  if (!response.ok) throw problem(response.status, text, path);
  return (text ? JSON.parse(text) : null) as Answer;
}

/** The address of a file of ours, for links and images. */
export function fileUrl(path: string): string {
  return BASE + path;
}

/** The error that an answer's text describes; also tells the session when it has ended. */
export function problem(status: number, text: string, path: string): Problem {
  const body = parsed(text);
  const fields = (body['fields'] ?? {}) as Record<string, string>;
  const detail = (body['detail'] ?? body['title'] ?? null) as string | null;
  if (status === 401 && path !== '/session' && path !== '/me') signedOut();
  return new Problem(status, String(body['code'] ?? status), detail, fields, body);
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return value && typeof value === 'object' ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function address(path: string, query: Options['query']): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== '') parts.set(name, String(value));
  }
  const text = parts.toString();
  return BASE + path + (text ? `?${text}` : '');
}
