/** What a series' page is drawn from. */
import type { ChangesetRepeats } from "../actions/run-repeats.ts";
import type { SeriesChartData } from "../charts/series-data.ts";
import type { Rig } from "../model/changeset.ts";
import type { Finding } from "../model/series.ts";
import type { DistributionSection } from "./distribution-section.ts";
import type { Html } from "./html.ts";
import type { MarksSection } from "./marks-section.ts";
import type { OverlaySection } from "./overlay-section.ts";

/** What is shown first, and in the unit in which it is shown. */
export interface SeriesTop {
  /** The same data as `/charts/series.json?series=ID` is made of. */
  readonly chart: SeriesChartData;
  /** The stretch of it that is shown; the same as `chart` where all is. */
  readonly shown: SeriesChartData;
  /** What of the address asks for the stretch and the branch, beside the series. */
  readonly asked: Readonly<Record<string, string>>;
  /** The suite under which it was posted last; empty when not known. */
  readonly suite: string;
  /** What is registered of the rig; null when only its name is known. */
  readonly rig: Rig | null;
  /** Relative standard deviation between runs of one block, as a fraction of the level; null when it cannot be seen. */
  readonly runNoise: number | null;
  /** The same between blocks. */
  readonly blockNoise: number | null;
  /** What of the address is not shown as it was asked, in sentences. */
  readonly notes: readonly string[];
  /** Changesets with runs that have no place on the branch shown. */
  readonly unplaced: number;
  /** What of the address asks for other lines, and stays. */
  readonly kept: Readonly<Record<string, string>>;
}

export interface SeriesRest {
  /** Ids of regressions by the first changeset of the new level that is one. */
  readonly regressions: ReadonlyMap<string, string>;
  /** What is told beside the levels. */
  readonly findings: readonly Finding[];
  /** Of the changeset that the address asks for; null where it asks for none. */
  readonly repeats: ChangesetRepeats | null;
  readonly marks: MarksSection;
  readonly overlay: OverlaySection;
  readonly distribution: DistributionSection;
  /** Sections of charts that name this page. */
  readonly charts?: Html;
}

/** `chart` and `shown` as they were posted, and what takes longer: read once all above it is on its way. */
export interface SeriesMeasured {
  readonly top: SeriesTop;
  readonly rest: () => Promise<SeriesRest>;
}
