/** What each format makes of the situations that tools and job logs really produce. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readOutput } from "../../../src/formats/index.ts";

const fixture = (name: string) => readFileSync(join(import.meta.dirname, "../../../fixtures", name), "utf8");
const read = (text: string) => readOutput(text).reading;
const IOR = fixture("ior/local-ior-4.1.0dev-i5.txt");
const MDTEST = fixture("mdtest/local-mdtest-4.1.0dev-i5.txt");
const FIO = fixture("fio/local-fio-3.33-2jobs.json");

describe("recognition never guesses", () => {
  test.each([
    ["", "empty"],
    ["hello\n", "No known tool"],
    [`${IOR}\n${MDTEST}`, "ior and mdtest at once"],
  ])("%j is refused", (text, why) => {
    expect(() => readOutput(text)).toThrow(why);
  });

  test("several tools in one file can be read one after the other by naming the format", () => {
    expect(readOutput(`${IOR}\n${MDTEST}`, "mdtest").reading.measurements).toEqual(read(MDTEST).measurements);
    expect(() => readOutput(IOR, "iorzone")).toThrow('No format is called "iorzone"');
  });

  test("all outputs of fio are fio's, and say the same of the same job", () => {
    for (const name of [
      "fio/local-fio-3.33-normal.txt",
      "fio/local-fio-3.33-terse-v3.txt",
      "fio-described/terse-v5.txt",
    ]) {
      expect(readOutput(fixture(name)).format).toBe("fio");
      expect(read(fixture(name)).complete).toBe(true);
    }
  });
});

describe("several runs in a file", () => {
  test("the same file twice in a row counts once", () => {
    for (const text of [IOR, MDTEST, fixture("ior/local-ior-4.1.0dev-i5.json")]) {
      const doubled = read(`${text}\n${text}`);
      expect(doubled.measurements).toEqual(read(text).measurements);
      expect(doubled.skipped.at(-1)?.why).toContain("letter by letter");
    }
  });

  test("two runs of one test are told apart by the parameter test; the first keeps its name", () => {
    const later = IOR.replaceAll("17:55:54", "18:55:54").replaceAll("604.34", "605.34");
    const [first, second] = read(IOR + later).measurements.filter(({ metric }) => metric === "write.bandwidth");
    expect(first).toEqual(read(IOR).measurements[0]);
    expect(second?.parameters).toEqual({ ...first?.parameters, test: "2" });
    expect(second?.values?.[0]).toBe(605.34);
  });

  test("two jobs of one name are two jobs, not repeats", () => {
    const bandwidth = read(FIO).measurements.filter(({ metric }) => metric === "read.bandwidth");
    expect(bandwidth.map(({ values, parameters }) => [values, parameters?.["test"]])).toEqual([
      [[101884161], undefined],
      [[103770700], "2"],
    ]);
  });

  test("of fio's status reports the last is the result, and nothing is counted twice", () => {
    const reading = read(fixture("fio/local-fio-3.33-status-interval.json"));
    expect(reading.complete).toBe(true);
    expect(reading.measurements.filter(({ metric }) => metric === "read.bandwidth").map((m) => m.values)).toEqual([
      [200976247],
    ]);
  });
});

describe("a run that broke off", () => {
  test("a killed IOR keeps its rows, is incomplete and says where it breaks off", () => {
    const reading = read(fixture("ior/local-ior-4.1.0dev-killed.json"));
    expect(reading.complete).toBe(false);
    expect(reading.measurements[0]?.values).toHaveLength(10);
    expect(reading.skipped.at(-1)?.why).toContain("breaks off");
  });

  test("a killed mdtest has nothing to tell, and fio's error is kept", () => {
    const mdtest = read(fixture("mdtest/local-mdtest-4.1.0dev-killed.txt"));
    expect({ ...mdtest, skipped: mdtest.skipped.length }).toMatchObject({
      complete: false,
      measurements: [],
      skipped: 1,
    });
    const fio = read(fixture("fio/local-fio-3.33-error.json"));
    expect(fio.complete).toBe(false);
    expect(fio.skipped[0]?.why).toContain("/nonexistent is not a directory");
  });

  test("IOR text without its end, or with a repeat missing, is incomplete", () => {
    expect(read(IOR).complete).toBe(true);
    expect(read(IOR.replace(/^Finished.*$/m, "")).complete).toBe(false);
    expect(read(IOR.replace(/^read +3503.*\n/m, "")).complete).toBe(false);
    expect(read(IOR.replace(/^(read +3503)/m, "$1x")).complete).toBe(false);
  });

  test("called from IO500, IOR says nothing after its rows, and that is complete", () => {
    const inside = IOR.replace(/^Command line.*$/m, "Command line : ./ior -w -r -O stoneWallingStatusFile=/x").replace(
      /\nSummary of all[\s\S]*$/,
      "",
    );
    expect(read(inside).complete).toBe(true);
    expect(read(inside.trimEnd()).complete).toBe(false);
  });
});

test("IOR's rows dropped by a script: the summary is given as a summary, with its n", () => {
  const dropped = IOR.replace(/^(?:access|------|write|read) .*\d+ {3}$\n/gm, "").replace(/^access .*\n-+ .*\n/m, "");
  const [write] = read(dropped).measurements;
  expect(write).toMatchObject({
    metric: "write.bandwidth",
    summary: { kind: "mean", value: 884.23, n: 5, sd: 414.24, min: 399.98, max: 1430.98 },
  });
  expect(write?.values).toBeUndefined();
});

test("IOR 2.10: tabs, key = value, tokens after the columns, thousands of task lines", () => {
  const text = `IOR-2.10.3: MPI Coordinated Test of Parallel I/O

Run began: Tue Mar 11 10:00:00 2014
Command line used: ./IOR -a POSIX -w -r -i 2
Machine: Linux nid00012
${Array.from({ length: 50 }, (_, task) => `task ${task} on nid00012`).join("\n")}

Summary:
\tapi                = POSIX
\taccess             = file-per-process
\tclients            = 50 (25 per node)
\trepetitions        = 2
\txfersize           = 1 MiB
\tblocksize          = 262144 bytes

access    bw(MiB/s)  block(KiB) xfer(KiB)  open(s)    wr/rd(s)   close(s)   total(s)   iter
------    ---------  ---------- ---------  --------   --------   --------   --------   ----
write     100.50     256        1024.00    0.001      0.002      0.003      0.004      0   XXCEL
read      200.50     256        1024.00    0.001      0.002      0.003      0.004      0   XXCEL
remove    -          -          -          -          -          -          0.002      0   XXCEL
write     101.50     256        1024.00    0.001      0.002      0.003      0.004      1   XXCEL
read      201.50     256        1024.00    0.001      0.002      0.003      0.004      1   XXCEL

Max Write: 101.50 MiB/sec (106.43 MB/sec)
Max Read:  201.50 MiB/sec (211.29 MB/sec)

Run finished: Tue Mar 11 10:05:00 2014
`;
  const reading = read(text);
  expect(reading).toMatchObject({
    tool: { name: "ior", version: "2.10.3" },
    complete: true,
    skipped: [],
    startedAt: "2014-03-11T10:00:00.000Z",
    finishedAt: "2014-03-11T10:05:00.000Z",
    context: { machine: "Linux nid00012" },
  });
  expect(reading.measurements).toMatchObject([
    { metric: "write.bandwidth", values: [100.5, 101.5], unit: "MiB/s", better: "higher" },
    {
      metric: "read.bandwidth",
      values: [200.5, 201.5],
      parameters: { tasks: "50", "tasks-per-node": "25", block: "256KiB" },
    },
  ]);
});

test("bytes that IOR did not move as planned make it suspect, unless a stonewall explains them", () => {
  const warning =
    "WARNING: Expected aggregate file size       = 100\nWARNING: Using actual aggregate bytes moved = 90\n";
  const warned = IOR.replace(/^(write +604)/m, `${warning}$1`);
  expect(read(warned).measurements[0]?.suspect).toEqual(["IOR moved another number of bytes than planned"]);
  expect(read(warned.replace(" -w -r", " -w -r -D 1")).measurements[0]?.suspect).toBeUndefined();
});

describe("mdtest of IOR 3.2, whose summary is over the ranks of the best iteration", () => {
  const rates = [516.496, 499.049, 632.12];
  const table = `-- started at 05/01/2019 15:35:12 --

mdtest-1.9.3 was launched with 16 total task(s) on 2 node(s)
Command line used: mdtest "-v" "-F" "-i" "3"
16 tasks, 512 files
${rates.map((rate) => `V-1:   File creation     :          0.991 sec,        ${rate.toFixed(3)} ops/sec`).join("\n")}
SUMMARY rate: (of 3 iterations)
   Operation                      Max            Min           Mean        Std Dev
   ---------                      ---            ---           ----        -------
   File creation     :        632.120        632.101        632.114          0.005
   File stat         :          0.000          0.000          0.000          0.000
   File read         :          0.000          0.000          0.000          0.000
   File removal      :          0.000          0.000          0.000          0.000
   Tree creation     :        175.438        128.617        156.240         21.227
   Tree removal      :        208.332        181.817        195.706          8.746

-- finished at 05/01/2019 15:36:12 --
`;

  test("what -v printed after each iteration is used instead", () => {
    expect(read(table).measurements[0]).toMatchObject({ metric: "file-creation.rate", values: rates });
    expect(read(table).measurements[0]?.suspect).toBeUndefined();
    expect(read(table).complete).toBe(true);
  });

  test("without -v the row is suspect, the tree's rows are not", () => {
    const [file, tree] = read(table.replaceAll(/^V-1.*\n/gm, "")).measurements;
    expect(file).toMatchObject({ summary: { value: 632.114 }, suspect: [expect.stringContaining("best iteration")] });
    expect(tree).toMatchObject({ metric: "tree-creation.rate", summary: { value: 156.24, n: 3 } });
    expect(tree?.suspect).toBeUndefined();
  });

  test("a phase that did not run is absent, never 0", () => {
    expect(read(table).measurements.map(({ metric }) => metric)).toEqual([
      "file-creation.rate",
      "tree-creation.rate",
      "tree-removal.rate",
    ]);
  });
});

test("options that change what is measured are parameters; paths, seeds and repeats are not", () => {
  expect(read(IOR).measurements[0]?.parameters).toEqual({
    access: "single-shared-file",
    api: "POSIX",
    block: "8MiB",
    fsync: "yes",
    nodes: "1",
    order: "sequential",
    "order-between-files": "no tasks offsets",
    segments: "1",
    tasks: "2",
    "tasks-per-node": "2",
    transfer: "1MiB",
    type: "independent",
  });
  expect(read(MDTEST).measurements[0]?.parameters).toEqual({
    tasks: "2",
    nodes: "1",
    items: "1000",
    "items-per-task": "500",
  });
});
