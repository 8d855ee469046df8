// The OpenAPI document that the program serves.
import { problem } from './http';

/** The document as it was read; what it holds is the reader's to know. */
export async function openapi(): Promise<unknown> {
  const answer = await fetch(new Request(`${location.origin}/api/openapi.json`));
  if (!answer.ok) throw problem(answer.status, null, answer.url);
  return answer.json();
}
