// A dialog above the page: the browser keeps the focus inside; afterwards it goes back to where it was.

/** Opens the dialog while it is there: `{@attach modal}`. */
export function modal(element: HTMLDialogElement): () => void {
  const before = document.activeElement as HTMLElement | null;
  if (element.isConnected) element.showModal();
  return () => void (before?.isConnected && before.focus());
}
