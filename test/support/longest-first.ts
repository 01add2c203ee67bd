/**
 * The order of test files in which all processors are busy to the end: the longest first. Files of
 * one project stay together, because a process is used again within one.
 */
import { basename } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const PROJECTS = ["browser", "service", "unit"];

/** Seconds on two processors, roughly; nothing but the order hangs on them. */
const SECONDS: Readonly<Record<string, number>> = {
  ...{ "browser/pages": 90, "browser/hostile": 35, "browser/service": 25 },
  ...{ "service/walk": 135, "service/mirror": 83, "service/durability": 68, "service/run-orders": 54 },
  ...{ "service/replicas": 50, "service/cli": 48, "service/messages": 35, "service/cluster": 32, "service/fuzz": 32 },
  ...{ "service/worker": 30, "service/run": 28, "service/export": 25, "service/backup": 20, "service/gate": 20 },
  ...{ "service/work": 18, "service/growth": 15, "service/store-contract": 15 },
};

const secondsOf = ({ moduleId, project }: TestSpecification): number =>
  SECONDS[`${project.name}/${basename(moduleId, ".test.ts")}`] ?? 0;

export class LongestFirst extends BaseSequencer {
  /** Of files that are not named the larger ones first, as they come. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ project }: TestSpecification) => PROJECTS.indexOf(project.name);
    return sorted.sort((a, b) => rank(a) - rank(b) || secondsOf(b) - secondsOf(a));
  }
}
