/** `npm run soak -- --kills 200 --seed 1`: is anything lost, doubled or half-stored after so many SIGKILLs? */
import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { crashes } from "../test/support/crash.ts";
import { temporaryFolder } from "../test/support/service.ts";

export async function run(): Promise<void> {
  const options = { kills: { type: "string" }, seed: { type: "string" } } as const;
  const { values } = parseArgs({ args: process.argv.slice(3), options });
  const data = temporaryFolder();
  const { lost, doubled, half, ...of } = await crashes({
    data,
    kills: Number(values.kills ?? 200),
    seed: Number(values.seed ?? 1),
  });
  rmSync(data, { recursive: true, force: true });
  for (const [name, runs] of Object.entries({ lost, doubled, half_stored: half })) {
    console.log(JSON.stringify({ bench: `soak.${name}`, value: runs.length, unit: "runs", target: 0, ...of }));
  }
  if (lost.length + doubled.length + half.length > 0) process.exitCode = 1;
}
