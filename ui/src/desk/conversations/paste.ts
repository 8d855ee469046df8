// What is pasted into a mail keeps its structure and loses the looks of where it came from.

const KEPT = new Set(['href', 'src', 'alt', 'dir', 'lang', 'colspan', 'rowspan', 'data-remote-src']);

/** Takes foreign looks out of a fragment, in place; the pictures that it carries in itself come back as files. */
export function clean(fragment: DocumentFragment | HTMLElement): File[] {
  const files: File[] = [];
  for (const element of fragment.querySelectorAll<HTMLElement>('*')) {
    for (const { name } of [...element.attributes]) if (!KEPT.has(name)) element.removeAttribute(name);
    if (element instanceof HTMLImageElement) {
      const src = element.getAttribute('src') ?? '';
      const file = src.startsWith('data:') ? embedded(src, files.length) : null;
      if (file) files.push(file);
      if (!src.startsWith('https://') && !src.startsWith('/api/v1/attachments/')) element.remove();
    } else if (element.matches('font, span:not([dir]):not([lang])')) element.replaceWith(...element.childNodes);
  }
  return files;
}

function embedded(src: string, index: number): File | null {
  const found = /^data:image\/(png|jpeg|gif|webp);base64,(.+)$/s.exec(src);
  if (!found) return null;
  const [, kind = '', data = ''] = found;
  try {
    const bytes = Uint8Array.from(atob(data.trim()), (sign) => sign.charCodeAt(0));
    return new File([bytes], `image-${index + 1}.${kind}`, { type: `image/${kind}` });
  } catch {
    return null;
  }
}
