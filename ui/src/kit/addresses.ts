// Reads what a person typed or pasted as e-mail addresses. Checks only what cannot be an address at all; the server decides.

export interface TypedAddress {
  name: string | null;
  address: string;
}

const SHAPE = /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;.]+$|^[^\s@<>",;]+@localhost$/u;

/** True when the text may be an address. */
export function isAddress(text: string): boolean {
  return SHAPE.test(text) && text.length <= 254;
}

/** Splits `Name <a@b>, c@d; e@f` into addresses and what could not be read. */
export function readAddresses(text: string): { good: TypedAddress[]; rest: string } {
  const good: TypedAddress[] = [];
  const rest: string[] = [];
  for (const part of split(text)) {
    const angled = /^(.*?)<\s*([^<>\s]+)\s*>$/u.exec(part);
    const address = (angled?.[2] ?? part).trim();
    const name = angled?.[1]?.trim().replace(/^"|"$/g, '').trim() || null;
    if (isAddress(address)) good.push({ name, address });
    else rest.push(part);
  }
  return { good, rest: rest.join(', ') };
}

// A comma or semicolon inside quotation marks belongs to a name.
function split(text: string): string[] {
  const parts = [''];
  let quoted = false;
  for (const letter of text) {
    if (letter === '"') quoted = !quoted;
    if (!quoted && (letter === ',' || letter === ';' || letter === '\n')) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}
