/** In which order do runs come? As the engine puts them, however they were read. */

interface Started {
  readonly run: string;
  readonly startedAt: Date;
}

/** By start, then by run, whose id the engine compares with its second half first. */
export function startOrder(one: Started, other: Started): number {
  const apart = one.startedAt.getTime() - other.startedAt.getTime();
  if (apart !== 0) return apart;
  const [a, b] = [halvesTurned(one.run), halvesTurned(other.run)];
  return a < b ? -1 : 1;
}

const halvesTurned = (id: string): string => id.slice(19) + id.slice(0, 18);
