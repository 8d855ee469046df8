// The typed client of the API and its one kind of error. Screens never call fetch themselves.
import createClient from 'openapi-fetch';
import type { paths } from './schema';

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

/** The API: a path or a body that the server does not know is a type error. */
export const api = createClient<paths>({
  baseUrl: typeof location === 'undefined' ? '' : location.origin,
  credentials: 'same-origin',
  fetch: (request) => fetch(request),
});

api.use({
  onRequest({ request }) {
    request.headers.set('Accept', 'application/json');
    if (request.method !== 'GET') request.headers.set(CHANGE_HEADER, '1');
    return request;
  },
});

/** Says what to do when the server no longer knows the session. */
export function onSignedOut(run: () => void): void {
  signedOut = run;
}

/** A key that makes a repeated POST the same POST. Works on plain http too, where randomUUID does not. */
export function idempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Answered<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** Something that can be edited, and its version. */
export interface Versioned<Data> {
  data: Data;
  version: string | null;
}

/** The data of an answer; throws `Problem` for a refusal and when there is no answer at all. */
export async function answer<Data>(sent: Promise<Answered<Data>>): Promise<NonNullable<Data>> {
  return (await versioned(sent)).data;
}

/** The header that refuses an edit on another version than this; none where nobody minds. */
export const onVersion = (version: string | null) => (version === null ? {} : { 'If-Match': version });

/** The same with the version that an edit is made on. */
export async function versioned<Data>(sent: Promise<Answered<Data>>): Promise<Versioned<NonNullable<Data>>> {
  let answered: Answered<Data>;
  try {
    answered = await sent;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'unreachable', null, {}, {});
  }
  const { data, error, response } = answered;
  if (!response.ok) throw problem(response.status, error, response.url);
  return { data: data as NonNullable<Data>, version: response.headers.get('ETag') };
}

/** The address of a file of ours, for links and images. */
export function fileUrl(path: string): string {
  return BASE + path;
}

/** The error that an answer's body describes; also tells the session when it has ended. */
export function problem(status: number, told: unknown, url: string): Problem {
  const body = told && typeof told === 'object' ? (told as Record<string, unknown>) : {};
  const fields = (body['fields'] ?? {}) as Record<string, string>;
  const detail = (body['detail'] ?? body['title'] ?? null) as string | null;
  if (status === 401 && !/\/(session|me)$/.test(url)) signedOut();
  return new Problem(status, String(body['code'] ?? status), detail, fields, body);
}
