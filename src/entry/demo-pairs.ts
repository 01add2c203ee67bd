/** Clients of one simulated release with servers of another: which pairs were measured when, and what became of them. */
export interface DemoPair {
  readonly client: string;
  readonly server: string;
  /** Parts of the year. */
  readonly from: number;
  readonly to: number;
  /** From here on creating files is slower by a tenth. */
  readonly worseFrom?: number;
}

/** One was given up long ago, one became worse, the others are fine. */
export const PAIRS: readonly DemoPair[] = [
  { client: "1.0", server: "1.1", from: 0.24, to: 0.42 },
  { client: "1.1", server: "1.2", from: 0.48, to: 1 },
  { client: "1.2", server: "1.1", from: 0.48, to: 1 },
  { client: "1.2", server: "1.3", from: 0.72, to: 1 },
  { client: "1.3", server: "1.2", from: 0.72, to: 1, worseFrom: 0.87 },
];

/** Promised by the train, and measured by nobody. */
const UNMEASURED = "1.1/1.3";

/** `from`: the day on which the landing of the next release begins, as 2026-10-02. */
export const demoTrain = (from: string) => ({
  branch: "master",
  base: "sim-1.3",
  cells: [
    {
      benchmarks: ["mdtest-easy"],
      pairings: [...PAIRS.slice(1).map(({ client, server }) => `${client}/${server}`), UNMEASURED],
    },
  ],
  releases: [{ tag: "sim-1.4", phases: { landing: from } }],
});
