/** Figures as JSON lines. */
const figure = (value: number): number => Number(value.toPrecision(4));

export function say(bench: string, value: number, unit: string, more: Readonly<Record<string, unknown>> = {}): void {
  console.log(JSON.stringify({ bench, value: figure(value), unit, ...more }));
}

/** Median, 99th percentile and maximum of milliseconds. */
export function quantiles(bench: string, all: readonly number[], more: Readonly<Record<string, unknown>> = {}): void {
  const sorted = [...all].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  say(`${bench}.p50`, at(0.5), "ms", more);
  say(`${bench}.p99`, at(0.99), "ms", more);
  say(`${bench}.max`, at(1), "ms", more);
}
