// How this person wants the desk to look and to tell of news on this device: theme, density, folded panels, tones. Kept in the browser only.

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'comfortable' | 'compact';
/** Of which conversations' new messages this device tells: one's own, those too that nobody has, none. */
export type News = 'mine' | 'waiting' | 'none';
interface Appearance {
  theme: Theme;
  density: Density;
  sidebar: boolean;
  context: boolean;
  /** Mail is written without formats. */
  plain: boolean;
  /** Whether a conversation is read beside the list; else it takes the list's place. */
  pane: boolean;
  news: News;
  /** Whether a tone goes with news. */
  sound: boolean;
  /** Whether the system shows news while another window has the focus. */
  desktop: boolean;
}

const KEY = 'staffetta.appearance';
const initial: Appearance = { theme: 'system', density: 'comfortable', sidebar: true, context: true, plain: false, pane: true, news: 'mine', sound: false, desktop: false };

export const appearance = $state<Appearance>({ ...initial, ...read() });

/** Changes one choice and remembers it. */
export function choose<Name extends keyof Appearance>(name: Name, value: Appearance[Name]): void {
  appearance[name] = value;
  try {
    localStorage.setItem(KEY, JSON.stringify(appearance));
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  if (name === 'theme') applyTheme();
}

/** Puts the theme on the page; `system` leaves it to the browser. */
export function applyTheme(): void {
  const root = document.documentElement;
  if (appearance.theme === 'system') root.removeAttribute('data-theme');
  else root.setAttribute('data-theme', appearance.theme);
}

/** The height of a row of the list in px. */
export function rowHeight(): number {
  return appearance.density === 'compact' ? 36 : 60;
}

function read(): Partial<Appearance> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Appearance>;
  } catch {
    return {};
  }
}
