// How contacts are named and reached from every page about them.
export const contactPath = (id: string) => `/contacts/${encodeURIComponent(id)}`;
export const companyPath = (id: string) => `/companies/${encodeURIComponent(id)}`;

/** The way to a new conversation with somebody. */
export function writePath(contact: { name: string | null; address: string }): string {
  const query = new URLSearchParams({ to: contact.address, ...(contact.name ? { name: contact.name } : {}) });
  return `/new?${query.toString()}`;
}

/** The name, or the address where none is known. */
export const nameOf = (contact: { name: string | null; address: string }) => contact.name?.trim() || contact.address;
