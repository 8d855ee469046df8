// HTML that somebody wrote, made safe to be shown within the page. Loaded with the editor, not with the first screen.
import DOMPurify from 'dompurify';

const FORBIDDEN = ['style', 'form', 'input', 'button', 'textarea', 'select', 'svg', 'math', 'audio', 'video'];

/** What of the HTML is safe, as nodes of this page. */
export function safe(dirty: string): DocumentFragment {
  return document.importNode(DOMPurify.sanitize(dirty, { RETURN_DOM_FRAGMENT: true, FORBID_TAGS: FORBIDDEN, WHOLE_DOCUMENT: false }), true);
}
