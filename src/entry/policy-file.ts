/** A policy file, read and checked before anything else sees it. */
import { policyFaults } from "../gate/policy-faults.ts";
import { validated } from "../http/body.ts";
import { Fault, type FaultDetail, pointer } from "../model/fault.ts";
import type { PolicyChanges } from "../model/policy.ts";
import { PolicyBody } from "../wire/policy.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** Throws a Fault that names every fault with its line and column. */
export async function checkedFile(file: string): Promise<{ yaml: YamlFile; changes: PolicyChanges }> {
  const yaml = readYaml(file);
  return { yaml, changes: await yaml.sent(async () => checkedPolicy(yaml.value, file)) };
}

/** `file`: what faults call it. */
export function checkedPolicy(document: unknown, file: string): PolicyChanges {
  const details = faultsOf(document);
  if (details.length === 0) return PolicyBody.parse(document) as PolicyChanges;
  throw new Fault(
    "invalid",
    `${file} is no policy yet: ${details.length === 1 ? "a fault" : `${details.length} faults`}.`,
    details,
  );
}

/** Faults of form, or where there are none, rules that contradict each other. */
function faultsOf(document: unknown): readonly FaultDetail[] {
  try {
    const changes = validated(PolicyBody, document) as PolicyChanges;
    return policyFaults(changes).map(({ path, detail }) => ({ path: pointer(path), detail }));
  } catch (error) {
    if (error instanceof Fault) return error.details;
    throw error;
  }
}
