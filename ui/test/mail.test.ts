// HTML of a mail can run nothing and fetch nothing, and its remote images wait until somebody asks for them.
import { describe, expect, it } from 'vitest';
import { hasColours, page, policy } from '../src/desk/conversations/mail';

const look = { quotes: false, remote: false, dark: false };

describe('the document of a mail', () => {
  it('begins with a policy that allows no script, no font, no form and no base', () => {
    const { srcdoc } = page('<p>Hello</p>', look);
    expect(srcdoc.indexOf('Content-Security-Policy')).toBeLessThan(srcdoc.indexOf('<body'));
    expect(policy(false)).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'none'; form-action 'none'; base-uri 'none'",
    );
  });

  it('keeps remote images away until they are asked for', () => {
    const html = '<p>Hello</p><img data-remote-src="https://images.example/a.png">';
    expect(page(html, look).srcdoc).not.toContain(' src="https://images.example/a.png"');
    const shown = page(html, { ...look, remote: true }).srcdoc;
    expect(shown).toContain(' src="https://images.example/a.png"');
    expect(shown).toContain("img-src 'self' data: https:");
  });

  it('never makes an address of another kind into an image', () => {
    const { srcdoc } = page('<img data-remote-src="javascript:alert(1)">', { ...look, remote: true });
    expect(srcdoc).not.toContain(' src="javascript');
  });

  it('never asks the desk itself for an image', () => {
    const html = `<img data-remote-src="http://${location.host}/api/v1/me">`;
    expect(page(html, { ...look, remote: true }).srcdoc).not.toContain(' src=');
  });

  it('folds the quote below an answer and shows it on demand', () => {
    const html = '<p>Yes, please.</p><blockquote type="cite"><p>Would you?</p></blockquote>';
    expect(page(html, look).folded).toBe(true);
    expect(page(html, look).srcdoc).toContain('<blockquote type="cite" hidden="">');
    expect(page(html, { ...look, quotes: true }).folded).toBe(false);
  });

  it('folds nothing when an answer stands below the quote or nothing stands above it', () => {
    expect(page('<blockquote>Would you?</blockquote>Yes, please.', look).folded).toBe(false);
    expect(page('<blockquote>Forwarded words</blockquote>', look).folded).toBe(false);
  });

  it('takes the colours of the page only for mail that has none of its own', () => {
    expect(hasColours('<p>Hello</p>')).toBe(false);
    for (const html of ['<td bgcolor="#fff">', '<p style="color:red">', '<font color="red">', '<div style="background:#fff">']) {
      expect(hasColours(html)).toBe(true);
    }
    expect(page('<p>Hello</p>', { ...look, dark: true }).srcdoc).toContain('color-scheme:dark');
    expect(page('<p style="color:red">Hello</p>', { ...look, dark: true }).srcdoc).toContain('color-scheme:light');
  });
});
