/** Which is the lowest layer that moved? Disks and networks move whatever is above them. */
import type { LandingFinding } from "../model/verdict.ts";
import type { JudgedSeries } from "./series-verdict.ts";
import { effectWords } from "./words.ts";

/** Lowest first. A canary measures its layer without the software under test. */
const LAYERS = ["cpu", "memory", "disk", "network", "metadata", "object", "filesystem", "client", "application"];
const CANARY = "canary.";

export const isCanary = ({ benchmark }: { readonly benchmark: string }): boolean => benchmark.startsWith(CANARY);

/** What people call them. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/cpu|processor/, "cpu"],
  [/mem/, "memory"],
  [/disk|nvme|ssd|hdd|raid|block/, "disk"],
  [/net|lst|infiniband|ib|tcp|rdma/, "network"],
  [/meta|mdt|mds|inode/, "metadata"],
  [/obd|ost|object/, "object"],
];

interface Moved {
  readonly one: JudgedSeries;
  readonly layer: string;
  readonly ofCanary: boolean;
}

/** For each rig with guilty series, the lowest layer among them. `isEnvironment`: a canary moved, so nobody is to blame. */
export function movedLayers(
  judged: readonly JudgedSeries[],
): { readonly finding: LandingFinding; readonly isEnvironment: boolean }[] {
  const guilty = judged.filter(({ decision }) => decision?.kind === "guilty");
  const rigs = [...new Set(guilty.map(({ question }) => question.series.rig))].sort();
  return rigs.flatMap((rig) => {
    const onRig = guilty.filter(({ question }) => question.series.rig === rig);
    const layered = onRig.flatMap((one): Moved[] => {
      const { series } = one.question;
      const ofCanary = isCanary(series);
      const said = ofCanary ? series.benchmark.slice(CANARY.length) : series.parameters["layer"];
      return said === undefined ? [] : [{ one, layer: layerOf(said), ofCanary }];
    });
    const [lowest] = layered.sort((a, b) => rank(a) - rank(b));
    if (lowest === undefined) return [];
    const isEnvironment = layered.some(({ ofCanary }) => ofCanary);
    return [{ finding: findingOf(rig, lowest, onRig, isEnvironment), isEnvironment }];
  });
}

function layerOf(said: string): string {
  const name = said.toLowerCase();
  return LAYERS.includes(name) ? name : (NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? name);
}

/** An unknown layer is above those that are known; of equal ones a canary tells more. */
function rank({ layer, ofCanary }: Moved): number {
  const place = LAYERS.indexOf(layer);
  return 2 * (place < 0 ? LAYERS.length : place) + (ofCanary ? 0 : 1);
}

function findingOf(
  rig: string,
  { one, layer }: Moved,
  onRig: readonly JudgedSeries[],
  isEnvironment: boolean,
): LandingFinding {
  const { benchmark, metric } = one.question.series;
  const effect = one.decision?.kind === "guilty" ? one.decision.at.level?.freshEffect() : undefined;
  const size = effect ? `: ${benchmark} ${metric} is ${effectWords(effect)}` : `: ${benchmark} ${metric}`;
  const verdict = isEnvironment ? "; what is above it cannot be held against the changeset" : "";
  return {
    kind: "layer",
    rig,
    series: onRig.map(({ question }) => question.series.id),
    text: `The lowest layer that moved on ${rig} is the ${layer}${size}${verdict}.`,
    layer,
  };
}
