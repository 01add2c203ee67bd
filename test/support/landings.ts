/** Landings on one branch, measured on some rigs at levels that a test decides. */
import { normal, seeded } from "../simulator/random.ts";
import { uuids } from "./runs.ts";
import type { TestService } from "./service.ts";

export interface Measured {
  readonly rig: string;
  readonly benchmark: string;
  readonly metric: string;
  /** At the landing with this position. */
  readonly level: (position: number) => number;
  /** What the rig reported of itself then; nothing when absent. */
  readonly kernel?: (position: number) => string;
}

export const sha = (position: number): string => `d${String(position).padStart(39, "0")}`;
export const nightOf = (position: number): Date => new Date(Date.UTC(2026, 0, position, 20));

/** Two runs a landing with 0.3 % noise; what was posted before is posted anew by the next call for the next positions. */
export class Landings {
  readonly #service: TestService;
  readonly #series: readonly Measured[];
  readonly #random: () => number;
  readonly #id: () => string;
  #next = 1;

  constructor(service: TestService, series: readonly Measured[], seed = 11) {
    this.#service = service;
    this.#series = series;
    this.#random = seeded(seed);
    this.#id = uuids(seed);
  }

  /** Runs first, so that they become history all at once, by one write of changesets. Throws when anything is refused. */
  async upTo(last: number): Promise<void> {
    const positions = Array.from({ length: last - this.#next + 1 }, (_, index) => this.#next + index);
    this.#next = last + 1;
    const changesets = positions.map((position) => ({
      ...{ sha: sha(position), branch: "master", position, subject: `LU-${position} osc: change ${position}` },
      ...(position > 1 && { parent: sha(position - 1) }),
    }));
    const lines = positions.flatMap((position) => this.#runsOf(position)).map((run) => JSON.stringify(run));
    const answer = await fetch(`${this.#service.url}/v1/runs`, {
      method: "POST",
      headers: { authorization: `Bearer ${this.#service.token}`, "content-type": "application/x-ndjson" },
      body: lines.join("\n"),
    });
    const refused = (await answer.text()).split("\n").find((line) => line !== "" && JSON.parse(line).status >= 300);
    if (refused !== undefined) throw new Error(refused);
    const put = await this.#service.call("PUT", "/v1/changesets", changesets);
    if (put.status !== 200) throw new Error(JSON.stringify(put.body));
  }

  #runsOf(position: number): object[] {
    const rigs = [...new Set(this.#series.map(({ rig }) => rig))];
    const kernelOf = (rig: string) => this.#series.find((one) => one.rig === rig)?.kernel?.(position);
    return rigs.flatMap((rig) =>
      [0, 1].map((hour) => ({
        ...(kernelOf(rig) !== undefined && { environment: { watch: { kernel: kernelOf(rig) } } }),
        schema: "tarnish.run/1",
        ...{ id: this.#id(), rig, suite: "nightly", complete: true, block: `${rig} ${position}` },
        changeset: { sha: sha(position), branch: "master" },
        startedAt: new Date(nightOf(position).getTime() + hour * 3_600_000).toISOString(),
        measurements: this.#series
          .filter((one) => one.rig === rig)
          .map(({ benchmark, metric, level }) => ({
            ...{ benchmark, metric, unit: "MiB/s", better: "higher" },
            values: [level(position) * Math.exp(0.003 * normal(this.#random))],
          })),
      })),
    );
  }
}
