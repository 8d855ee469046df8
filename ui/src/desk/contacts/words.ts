// How contacts are named and written to from every page about them.

/** The way to a new conversation with somebody. */
export function writePath(contact: { name: string | null; address: string }): string {
  const query = new URLSearchParams({ to: contact.address, ...(contact.name ? { name: contact.name } : {}) });
  return `/new?${query.toString()}`;
}

/** The name, or the address where none is known. */
export const nameOf = (contact: { name: string | null; address: string }) => contact.name?.trim() || contact.address;
