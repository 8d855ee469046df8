// What stands in links that were mailed or printed.

/** The token of the link that led here. It stands behind the hash, so that no server or proxy ever logs it. */
export function linkToken(): string {
  return new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
}

/** The fewest characters of a password. */
export const PASSWORD_SHORTEST = 10;
