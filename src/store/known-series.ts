/** Series whose definition is stored: they need no row any more. */
import type { PlacedRun } from "./rows.ts";
import type { SeriesRow } from "./runs.ts";

export class KnownSeries {
  readonly #ids = new Set<string>();
  /** Lists of which each is known: a rig's runs of one suite come with the same list every night. */
  readonly #lists = new WeakSet<readonly SeriesRow[]>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  add(ids: Iterable<string>): void {
    for (const id of ids) this.#ids.add(id);
  }

  /** Of these runs' series each that is not known, once, with when its first run was accepted. */
  missingOf(runs: readonly PlacedRun[]): { readonly row: SeriesRow; readonly at: Date }[] {
    const missing = new Map<string, { readonly row: SeriesRow; readonly at: Date }>();
    for (const { series, acceptedAt: at } of runs) {
      if (this.#lists.has(series)) continue;
      const unknown = series.filter(({ id }) => !this.#ids.has(id));
      if (unknown.length === 0) this.#lists.add(series);
      for (const row of unknown) if (!missing.has(row.id)) missing.set(row.id, { row, at });
    }
    return [...missing.values()];
  }
}
