// The scale of a chart: round steps that hold the largest value, and which of many labels fit below.

const ROUND = [1, 2, 5, 10];
/** Steps of seconds that people think in: minutes, hours, days. */
const TIMES = [15, 60, 300, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400, 172_800, 432_000, 864_000];

/** The marks of a scale from 0 on, at most six of them; whole numbers, or lengths of time. */
export function marks(most: number, isTime: boolean): number[] {
  const wanted = Math.max(most, isTime ? 60 : 4) / 4;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const round = (ROUND.find((one) => one * power >= wanted) ?? 10) * power;
  const step = isTime ? (TIMES.find((one) => one >= wanted) ?? Math.ceil(wanted / 864_000) * 864_000) : Math.max(1, round);
  const all = [];
  for (let mark = 0; ; mark += step) {
    all.push(mark);
    if (mark >= most && all.length > 1) return all;
  }
}

/** Which of so many points have a label, so that none touches the next. */
export function labelled(points: number, width: number, label = 64): number[] {
  const fit = Math.max(2, Math.floor(width / label));
  const every = Math.max(1, Math.ceil(points / fit));
  return Array.from({ length: points }, (_, at) => at).filter((at) => at % every === 0);
}
