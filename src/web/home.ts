/** From the overview to what the home page is drawn from: the filter of the query string, cards by suite, pictures. */
import type { Needs } from "../actions/needs.ts";
import type { Overview } from "../actions/show-overview.ts";
import type { ShownSeries } from "../actions/shown-series.ts";
import type { SeriesChartData } from "../charts/series-data.ts";
import { parametersOf } from "../model/series.ts";
import { countAsked, oneOf } from "./asked.ts";
import type { HomeData, HomeQuery, SuiteCards } from "./home-data.ts";
import { cardPicture } from "./pictures.ts";
import { SERIES_STATES, seriesState } from "./series-state.ts";

/** Cards on one page, which is under 60 kB with them: beyond it a reader filters rather than scrolls. */
const MOST_CARDS = 36;

/** The trends of these series, by id. */
export type TrendsOf = (shown: readonly ShownSeries[]) => Promise<ReadonlyMap<string, SeriesChartData>>;

export async function homeData(
  overview: Overview,
  needs: Needs,
  query: Readonly<Record<string, string>>,
  trendsOf: TrendsOf,
): Promise<HomeData> {
  const asked: HomeQuery = {
    text: query["q"] ?? "",
    state: oneOf(query, "state", ["", ...SERIES_STATES], ""),
    rig: query["rig"] ?? "",
  };
  const skip = countAsked(query, "skip");
  const matching = overview.histories.filter((history) => matches(history, asked)).sort(byUrgency);
  const shown = matching.slice(skip, skip + MOST_CARDS);
  return {
    query: asked,
    rigs: overview.rigs,
    suites: await bySuite(shown, await trendsOf(shown)),
    matching: matching.length,
    total: overview.histories.length,
    next:
      skip + shown.length < matching.length
        ? `/?${new URLSearchParams({ ...query, skip: String(skip + MOST_CARDS) })}`
        : null,
    verdicts: overview.verdicts,
    arming: overview.arming,
    needs,
  };
}

function matches({ series, suite, analysis }: ShownSeries, { text, state, rig }: HomeQuery): boolean {
  if (rig !== "" && series.rig !== rig) return false;
  if (state !== "" && seriesState(series, analysis).word !== state) return false;
  const words = [suite, series.benchmark, series.metric, series.rig, ...parametersOf(series)].join(" ").toLowerCase();
  return words.includes(text.toLowerCase());
}

async function bySuite(
  shown: readonly ShownSeries[],
  trends: ReadonlyMap<string, SeriesChartData>,
): Promise<SuiteCards[]> {
  const cards = await Promise.all(
    shown.map(async ({ series, suite, analysis, changesets }) => ({
      suite,
      card: {
        series,
        latest: trends.get(series.id)?.changesets.at(-1)?.value ?? null,
        changesets,
        analysis,
        svg: await cardPicture(trends.get(series.id)),
      },
    })),
  );
  const suites = [...new Set(cards.map(({ suite }) => suite))];
  return suites.map((suite) => ({ suite, cards: cards.filter((one) => one.suite === suite).map(({ card }) => card) }));
}

/** What needs a person first: what got worse, then what is suspected or better, then the longest histories. */
function byUrgency(a: ShownSeries, b: ShownSeries): number {
  const rank = ({ series, analysis }: ShownSeries) => SERIES_STATES.indexOf(seriesState(series, analysis).word);
  return rank(a) - rank(b) || b.changesets - a.changesets;
}
