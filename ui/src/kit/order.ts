// The order of a list after one of it was moved.

/** The list with this one at another place; the same list where nothing changes. */
export function moved<One extends { id: string }>(list: One[], id: string, to: number): One[] {
  const from = list.findIndex((one) => one.id === id);
  const one = list[from];
  if (!one || to === from || to < 0 || to >= list.length) return list;
  const others = list.filter((other) => other.id !== id);
  return [...others.slice(0, to), one, ...others.slice(to)];
}
