// A short, quiet tone of two notes, made by the browser: no file to fetch.
const NOTES = [
  { hertz: 659, at: 0 },
  { hertz: 880, at: 0.12 },
];
const LENGTH_S = 0.22;
const LOUD = 0.08;

let context: AudioContext | undefined;

/** Plays it; nothing where the browser has no sound, or allows none before the page was touched. */
export function tone(): void {
  if (typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume().catch(() => undefined);
  for (const note of NOTES) {
    const [oscillator, gain] = [context.createOscillator(), context.createGain()];
    const begin = context.currentTime + note.at;
    oscillator.frequency.value = note.hertz;
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(LOUD, begin + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.0001, begin + LENGTH_S);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(begin);
    oscillator.stop(begin + LENGTH_S);
  }
}
