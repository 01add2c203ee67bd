/** The targets that messages go to, as a YAML file. */
import type { Telling } from "../actions/queue-messages.ts";
import { type SecretOf, targetsIn } from "./targets.ts";
import { readYaml } from "./yaml-file.ts";

/** Throws as `targetsIn` does, with the lines of the file. */
export async function readTargets(path: string, secretOf: SecretOf): Promise<Telling> {
  const file = readYaml(path);
  return await file.sent(async () => targetsIn(file.value, path, secretOf));
}
