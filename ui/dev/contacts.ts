// The mock's contacts and companies, made of its conversations.
import type { Company, Contact, ContactField, ContactItem } from '../src/client/types';
import type { Desk } from './desk.ts';

type Answer = { status: number; body?: unknown };
const ok = (body: unknown, status = 200): Answer => ({ status, body });
const gone = (): Answer => ({ status: 404, body: { code: 'not_found', title: 'Not found', status: 404, detail: null } });

const companies: Company[] = [
  { id: '1', name: 'Brückenbau Süd GmbH & Co. KG', domains: ['brueckenbau-sued.example'], notes: 'Pays within 14 days. Frau Keller is on leave until March.', updated_at: new Date().toISOString() },
  { id: '2', name: 'Staffordshire & Wolverhampton Community Theatre Restoration Trust', domains: ['staffordshire-wolverhampton-community-theatre-restoration-trust.example'], notes: '', updated_at: new Date().toISOString() },
];
let all: Contact[] | null = null;
let last = 500;

function made(desk: Desk): Contact[] {
  if (all) return all;
  const known = new Map<string, Contact>();
  for (const { contact, updated_at } of desk.conversations) {
    if (!contact || known.has(contact.id)) continue;
    const company = companies.find((one) => one.domains.includes(contact.address.split('@')[1] ?? '')) ?? null;
    const notes = contact.name?.startsWith('Zoë') ? [{ id: '1', author: 'Max Brückner', text: 'Prefers to be called in the morning.', created_at: updated_at, removable: true }] : [];
    known.set(contact.id, { ...contact, addresses: [{ address: contact.address, bounced: null }], company: company && { id: company.id, name: company.name }, company_by_domain: true, fields: contact.name?.startsWith('Zoë') ? [{ field: '1', name: 'Customer number', value: '4711' }] : [], notes, merged: [], created_at: updated_at, updated_at });
  }
  all = [...known.values()];
  return all;
}

function listed(desk: Desk, q: string, company: string | null): ContactItem[] {
  const fits = (one: Contact) => `${one.name} ${one.addresses.map(({ address }) => address).join(' ')}`.toLowerCase().includes(q.toLowerCase());
  return made(desk)
    .filter((one) => fits(one) && (!company || one.company?.id === company))
    .map(({ id, name, address, company, updated_at }) => ({ id, name, address, company, updated_at }));
}

export function contacts(desk: Desk, method: string, url: URL, id: string, part: string, body: Record<string, unknown>): Answer {
  const query = url.searchParams;
  if (!id) return ok({ items: listed(desk, query.get('q') ?? '', query.get('company')).slice(0, 50), next: null });
  if (id === 'completions') return ok({ items: listed(desk, query.get('q') ?? '', null).slice(0, 8), next: null });
  const one = made(desk).find((contact) => contact.id === decodeURIComponent(id));
  if (!one) return gone();
  if (part === 'export') return ok(one);
  if (part === 'erasure') {
    all = made(desk).filter((contact) => contact !== one);
    return ok({ done: true }, 202);
  }
  if (part === 'conversations') return ok({ items: desk.list('all', '').filter((item) => item.contact.id === one.id), next: null });
  if (part === 'notes') one.notes = [{ id: String(++last), author: desk.me.name, text: String(body['text']), created_at: new Date().toISOString(), removable: true }, ...one.notes];
  if (part === 'merge') {
    const into = made(desk).find((contact) => contact.id === body['into']);
    if (!into) return gone();
    into.addresses = [...into.addresses, ...one.addresses];
    into.merged = [{ id: one.id, name: one.name, address: one.address }, ...into.merged];
    all = made(desk).filter((contact) => contact !== one);
    return ok(into);
  }
  if (method === 'PATCH') {
    if ('name' in body) one.name = body['name'] as string | null;
    if (Array.isArray(body['addresses'])) {
      const taken = (body['addresses'] as string[]).some((address) => made(desk).some((other) => other !== one && other.addresses.some((each) => each.address === address)));
      if (taken) return { status: 422, body: { code: 'field_invalid', title: 'Something does not fit', status: 422, detail: 'Correct the fields that are named.', fields: { addresses: 'Another contact has this address. Merge the two if they are one person.' } } };
      one.addresses = (body['addresses'] as string[]).map((address) => ({ address, bounced: null }));
      one.address = one.addresses[0]?.address ?? one.address;
    }
    for (const [id, value] of Object.entries((body['fields'] ?? {}) as Record<string, string | null>)) {
      one.fields = one.fields.filter(({ field }) => field !== id);
      const named = fields.find((field) => field.id === id);
      if (value && named) one.fields = [...one.fields, { field: id, name: named.name, value }];
    }
    if ('company' in body) one.company = companies.find((company) => company.id === body['company']) ?? null;
    one.company_by_domain = body['company_by_domain'] === true || (one.company_by_domain && !('company' in body));
  }
  return ok(one, part === 'notes' ? 201 : 200);
}

export function companyRoutes(desk: Desk, method: string, url: URL, id: string, body: Record<string, unknown>): Answer {
  const known = companies.find((one) => one.id === id);
  const q = (url.searchParams.get('q') ?? '').toLowerCase();
  if (method === 'GET' && !id) return ok({ items: companies.filter((one) => `${one.name} ${one.domains.join(' ')}`.toLowerCase().includes(q)), next: null });
  if (id && !known) return gone();
  if (method === 'GET') return ok(known);
  if (method === 'DELETE' && known) {
    companies.splice(companies.indexOf(known), 1);
    for (const one of made(desk)) if (one.company?.id === id) one.company = null;
    return { status: 204 };
  }
  const company: Company = Object.assign(known ?? { id: String(++last), name: '', domains: [], notes: '', updated_at: new Date().toISOString() }, body);
  if (!known) companies.push(company);
  return ok(company, known ? 200 : 201);
}

const fields: ContactField[] = [
  { id: '1', name: 'Customer number', kind: 'number', choices: [] },
  { id: '2', name: 'Level', kind: 'choice', choices: ['Gold', 'Silver'] },
  { id: '3', name: 'Customer since', kind: 'date', choices: [] },
  { id: '4', name: 'Newsletter', kind: 'checkbox', choices: [] },
];

export function fieldRoutes(method: string, id: string, body: Record<string, unknown>): Answer {
  const known = fields.find((one) => one.id === id);
  if (method === 'GET') return ok({ items: fields, next: null });
  if (method === 'DELETE' && known) fields.splice(fields.indexOf(known), 1);
  if (method === 'DELETE') return { status: 204 };
  const field: ContactField = Object.assign(known ?? { id: String(++last), name: '', kind: 'text' as const, choices: [] }, body);
  if (!known) fields.push(field);
  return ok(field, known ? 200 : 201);
}

export function removeNote(desk: Desk, id: string): Answer {
  for (const one of made(desk)) one.notes = one.notes.filter((note) => note.id !== id);
  return { status: 204 };
}
