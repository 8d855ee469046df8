// Lists of senders, one entry a line: an address, or a whole domain as `@example.com`. Pure.
import { isAddress } from '../../kit/addresses';

const DOMAIN = /^@?(?!\.)[^\s@<>",;]+\.[^\s@<>",;.]+$/u;

/** What the API says, as lines: a domain is written as people know it. */
export function toLines(entries: string[]): string {
  return entries.map((one) => (one.includes('@') ? one : `@${one}`)).join('\n');
}

/** The entries of what was typed, each once. */
export function fromLines(typed: string): string[] {
  return [...new Set(typed.split(/[\s,;]+/u).filter(Boolean))];
}

/** The first entry that is neither an address nor a domain. */
export function unfit(entries: string[]): string | null {
  return entries.find((one) => !isAddress(one) && !DOMAIN.test(one)) ?? null;
}
