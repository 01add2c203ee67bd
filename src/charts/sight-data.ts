/** What a rig's sight is drawn from: for each series the smallest change that it would show, beside what is material. */

/** sees: what is material would show; blind: it hides in the noise; unknown: too few runs tell. */
export type SightWord = "sees" | "blind" | "unknown";

export interface SightRow {
  /** Series id. */
  readonly series: string;
  readonly label: string;
  readonly detail: string;
  /** Smallest relative change seen with the wanted power; null where nothing shows the noise. */
  readonly detectable: number | null;
  /** What is material, as a share. */
  readonly material: number;
  /** Of the current level. */
  readonly runs: number;
  readonly blocks: number;
  readonly word: SightWord;
}

export interface SightChartData {
  /** "opensfs-a". */
  readonly title: string;
  readonly rows: readonly SightRow[];
}
