// The client's types are the ones that the server's OpenAPI document gives: regenerating changes nothing.
import { readFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';
import { expect, it } from 'vitest';

/** */
it('generated types are those of the document in the tree', async () => {
  // As `npm run api` makes them: what has a default may be left out.
  const document = JSON.parse(readFileSync('openapi.json', 'utf8'));
  const generated = astToString(await openapiTS(document, { defaultNonNullable: false }));
  const kept = readFileSync('src/client/schema.d.ts', 'utf8');
  expect(kept.slice(kept.indexOf('export interface paths')).trim(), 'run npm run api').toBe(generated.trim());
});
