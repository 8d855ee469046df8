// Where something stands that opens at a button: below it, or above where there is no room, and inside the window.

/** The style of a panel with a fixed position. */
export function beside(button: HTMLElement, panel: HTMLElement | undefined): string {
  const box = button.getBoundingClientRect();
  const size = panel?.getBoundingClientRect() ?? { width: 0, height: 0 };
  const left = Math.max(8, Math.min(box.left, window.innerWidth - size.width - 8));
  const below = box.bottom + 4 + size.height <= window.innerHeight;
  const top = below ? box.bottom + 4 : Math.max(8, box.top - size.height - 4);
  return `left:${left}px;top:${top}px`;
}
