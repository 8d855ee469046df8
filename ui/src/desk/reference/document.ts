// The OpenAPI document as the reference page shows it: operations in groups, types in words, examples made of what the
// document says. Nothing here knows an operation by name.

export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: Schema[];
  allOf?: Schema[];
  anyOf?: Schema[];
  example?: unknown;
  default?: unknown;
}
interface Content {
  schema?: Schema;
  example?: unknown;
}
interface Described {
  description?: string;
  content?: Record<string, Content>;
}
export interface Parameter {
  name: string;
  in: string;
  description?: string;
  required?: boolean;
  schema?: Schema;
  example?: unknown;
}
interface Written {
  tags?: string[];
  summary?: string;
  description?: string;
  operationId: string;
  parameters?: Parameter[];
  requestBody?: Described;
  responses: Record<string, Described>;
  security?: unknown[];
}
export interface Document {
  openapi: string;
  info: { title: string; description?: string; version: string };
  paths: Record<string, Record<string, Written>>;
  components?: { schemas?: Record<string, Schema> };
}
export interface Operation extends Written {
  method: string;
  path: string;
  /** True when nobody has to be signed in. */
  open: boolean;
}
export interface Group {
  name: string;
  operations: Operation[];
}
/** A field of a body as a table shows it. */
export interface FieldRow {
  name: string;
  type: string;
  required: boolean;
  description: string;
  depth: number;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
/** Fields within fields that are shown; deeper ones are named only. */
const DEPTH = 3;

/** The operations by their tag, in the order of the document; only those that hold the words. */
export function groups(document: Document): Group[] {
  const found = new Map<string, Operation[]>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const written = methods[method];
      if (!written) continue;
      const operation = { ...written, method: method.toUpperCase(), path, open: Array.isArray(written.security) };
      const tag = written.tags?.[0] ?? '';
      found.set(tag, [...(found.get(tag) ?? []), operation]);
    }
  }
  return [...found].map(([name, operations]) => ({ name, operations }));
}

/** Those that hold all words; the operations stay the same ones, so that their parts are not drawn anew. */
export function narrowed(all: Group[], words: string): Group[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ method, path, summary, operationId }: Operation) => {
    const text = `${method} ${path} ${summary ?? ''} ${operationId}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  };
  return all.map(({ name, operations }) => ({ name, operations: operations.filter(fits) })).filter((group) => group.operations.length);
}

/** The schema that a reference names, with what is said beside the reference. */
export function resolve(document: Document, schema: Schema): Schema {
  if (!schema.$ref) return schema;
  const named = document.components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''] ?? {};
  return schema.description ? { ...named, description: schema.description } : named;
}

const isNull = (schema: Schema) => schema.type === 'null';

/** The one schema that remains where null is allowed beside it; whether null is. */
function unwrapped(schema: Schema): { schema: Schema; nullable: boolean } {
  const choices = schema.oneOf ?? schema.anyOf;
  const real = choices?.filter((one) => !isNull(one));
  if (choices && real?.length === 1 && real[0]) return { schema: real[0], nullable: real.length < choices.length };
  if (Array.isArray(schema.type)) {
    const types = schema.type.filter((one) => one !== 'null');
    return { schema: { ...schema, type: types.length === 1 ? types[0] : types }, nullable: types.length < schema.type.length };
  }
  return { schema, nullable: false };
}

/** A type in a few words: `string`, `date-time or null`, `list of Address`, `"open" | "closed"`. */
export function typeText(document: Document, given: Schema): string {
  const { schema, nullable } = unwrapped(given);
  return nullable ? `${plainType(document, schema)} | null` : plainType(document, schema);
}

function plainType(document: Document, schema: Schema): string {
  if (schema.$ref) {
    const named = resolve(document, schema);
    if (named.enum) return plainType(document, { ...named, $ref: undefined });
    return schema.$ref.split('/').at(-1) ?? '';
  }
  if (schema.enum) return schema.enum.map((one) => JSON.stringify(one)).join(' | ');
  if (schema.oneOf ?? schema.anyOf) return (schema.oneOf ?? schema.anyOf ?? []).map((one) => typeText(document, one)).join(' | ');
  if (schema.type === 'array') return `${typeText(document, schema.items ?? {})}[]`;
  return schema.format ?? (Array.isArray(schema.type) ? schema.type.join(' | ') : (schema.type ?? 'any'));
}

/** The object that a schema amounts to behind references, lists and null. */
function inner(document: Document, given: Schema): Schema {
  const { schema } = unwrapped(given);
  if (schema.type === 'array') return inner(document, schema.items ?? {});
  if (schema.$ref) return inner(document, resolve(document, { $ref: schema.$ref }));
  if (schema.allOf) return { properties: Object.assign({}, ...schema.allOf.map((one) => inner(document, one).properties ?? {})) };
  return schema;
}

/** The fields of a body, those within fields behind them. */
export function fields(document: Document, schema: Schema, depth = 0): FieldRow[] {
  const object = inner(document, schema);
  return Object.entries(object.properties ?? {}).flatMap(([name, field]) => {
    const { schema: plain } = unwrapped(field);
    const row = {
      name,
      type: typeText(document, field),
      required: object.required?.includes(name) ?? false,
      description: field.description ?? plain.description ?? resolve(document, plain).description ?? '',
      depth,
    };
    return depth + 1 < DEPTH ? [row, ...fields(document, field, depth + 1)] : [row];
  });
}

/** A value that fits a schema: the document's own examples where it gives some. */
export function example(document: Document, given: Schema, depth = 0): unknown {
  const { schema } = unwrapped(given);
  if (schema.example !== undefined) return schema.example;
  if (schema.default !== undefined) return schema.default;
  if (schema.$ref) return depth > 6 ? {} : example(document, resolve(document, { $ref: schema.$ref }), depth + 1);
  if (schema.enum) return schema.enum[0];
  const choice = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (choice) return example(document, choice, depth + 1);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => example(document, one, depth + 1)));
  if (schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties).map(([name, field]) => [name, example(document, field, depth + 1)]));
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'array') return schema.items && depth < 6 ? [example(document, schema.items, depth + 1)] : [];
  if (type === 'boolean') return true;
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'string') return schema.format === 'date-time' ? '2026-11-28T09:41:00Z' : 'text';
  return {};
}

/** The body of a request or answer, its media type, and the example that the document gives of it. */
export function body(described: Described | undefined): { type: string; schema: Schema; example?: unknown } | null {
  const [type, content] = Object.entries(described?.content ?? {})[0] ?? [];
  return type && content?.schema ? { type, schema: content.schema, example: content.example } : null;
}

/** The request as a command of `curl`. */
export function command(document: Document, operation: Operation, origin: string): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`);
  const lines = [`curl -X ${operation.method} "${origin}${path}"`];
  if (!operation.open) lines.push('-H "Authorization: Bearer $TOKEN"');
  const sent = body(operation.requestBody);
  if (sent?.type === 'application/json') {
    lines.push('-H "Content-Type: application/json"');
    lines.push(`-d '${JSON.stringify(sent.example ?? example(document, sent.schema)).replaceAll("'", "'\\''")}'`);
  } else if (sent) lines.push('-F "file=@report.pdf"');
  return lines.join(' \\\n  ');
}
