/** Would it have been found? Three real stories on five rigs: `npm run bench -- stories --seeds 200`. */
import { parseArgs } from "node:util";
import { MOST_CANDIDATES, RIGS, STORIES, type Story, type Told, tell } from "../test/simulator/stories.ts";
import { rateLine } from "./rate.ts";

export async function run(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { seeds: { type: "string", default: "200" } } });
  const seeds = Number(values.seeds);
  for (const story of STORIES) {
    for (const rig of RIGS) {
      const told = Array.from({ length: seeds }, (_, i) => tell(story, rig.width, i + 1));
      console.error(words(story, rig, told));
      const named = told.filter(({ nights }) => nights !== null);
      const more = {
        rig: rig.name,
        width: rig.width,
        nights: middle(named.map(({ nights }) => nights ?? 0)),
        candidates: middle(named.map(({ candidates }) => candidates ?? 0)),
        misnamed: told.filter(({ isMisnamed }) => isMisnamed).length,
        sees_in_seven_nights: middle(told.flatMap(({ sees }) => sees?.slice(1) ?? [])),
      };
      console.log(rateLine(`stories.${story.ticket}`, named.length, seeds, more));
    }
  }
}

function words(
  { ticket, what, loss, daysInLife, guilty }: Story,
  rig: { name: string },
  told: readonly Told[],
): string {
  const named = told.filter(({ nights }) => nights !== null);
  const share = named.length / told.length;
  const lost = `${ticket} lost ${percent(loss)} of the ${what} and lived ${daysInLife} days`;
  if (share >= 0.5) {
    const nights = middle(named.map((one) => one.nights ?? 0));
    const candidates = middle(named.map((one) => one.candidates ?? 0));
    const few = `${guilty} is one of ${candidates} changesets (at most ${MOST_CANDIDATES})`;
    return `${lost}: on ${rig.name} ${few} after ${nights} nights, in ${percent(share)} of the replays.`;
  }
  const sees = middle(told.flatMap((one) => one.sees?.slice(1) ?? []));
  const seldom = `named within seven nights in ${percent(share)} of the replays only`;
  if (sees === null || sees > loss) {
    const limit = sees === null ? "no ratio at all" : `${percent(sees)} at best`;
    return `${lost}: ${rig.name} cannot see it, seven nights of it show ${limit} (${seldom}).`;
  }
  return `${lost}: on ${rig.name} it is ${seldom}; a release held against the last one over seven nights shows ${percent(sees)}.`;
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;

function middle(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted.length === 0 ? null : Number((sorted[sorted.length >> 1] ?? 0).toPrecision(3));
}
