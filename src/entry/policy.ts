/** `tarnish policy`: what the project asks of a landing, as a file. */
import { Command } from "commander";
import { Document, isScalar, visit } from "yaml";
import { DEFAULT_POLICY } from "../model/policy.ts";
import { writtenPolicy } from "../wire/written-policy.ts";
import { checkedFile } from "./policy-file.ts";
import { tryPolicy } from "./policy-try.ts";
import { printRows } from "./print-rows.ts";
import { everyItem, serviceClient } from "./service-client.ts";

interface Shown {
  readonly name: string;
  readonly version: string;
  readonly document: object;
}

interface ShowOptions {
  readonly shipped?: boolean;
  readonly version?: string;
  readonly json?: boolean;
}

export function policyCommand(): Command {
  const command = new Command("policy").description("what the gate asks of a landing: check, apply and show");
  command
    .command("check")
    .description("is this file a policy without a fault? needs no service")
    .argument("<file>", "YAML; what it leaves out has the shipped policy's value")
    .option("--json", "JSON")
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { changes } = await checkedFile(file);
      process.stdout.write(
        json ? `${JSON.stringify(writtenPolicy(changes))}\n` : `${file} is a policy without a fault\n`,
      );
    });
  command
    .command("apply")
    .description("put a policy in force; the same again is no new version")
    .argument("<file>", "YAML")
    .option("--name <name>", "the policy's name; default holds where no other names the branch", DEFAULT_POLICY.name)
    .option("--json", "JSON")
    .action(async (file: string, { name, json }: { name: string; json?: boolean }) => {
      const { yaml } = await checkedFile(file);
      const path = `/v1/policies/${encodeURIComponent(name)}`;
      const stored = (await yaml.sent(() => serviceClient().put(path, yaml.value))) as Shown & { changed: boolean };
      const said = stored.changed ? "is in force" : "was in force already: nothing changed";
      process.stdout.write(json ? `${JSON.stringify(stored)}\n` : `policy ${name} ${stored.version} ${said}\n`);
    });
  command
    .command("try")
    .description("replay the history under a policy, beside the one in force: what it blocks, misses and costs")
    .argument("<file>", "YAML")
    .option("--json", "JSON lines: one for each changeset, then the sums")
    .action(tryPolicy);
  command
    .command("show")
    .description("a policy as YAML, whole; what is shown can be edited and applied")
    .argument("[name]", "its name", DEFAULT_POLICY.name)
    .option("--shipped", "the policy that is shipped, without a service")
    .option("--version <version>", "as it was once: 2, or 2-1f0c22aa as verdicts name it")
    .option("--json", "JSON")
    .action(async (name: string, { shipped, version, json }: ShowOptions) => {
      const query = version === undefined ? "" : `?version=${encodeURIComponent(version)}`;
      const path = `/v1/policies/${encodeURIComponent(name)}${query}`;
      const shown = shipped ? SHIPPED : ((await serviceClient().get(path)) as Shown);
      const head = `# policy ${shown.name} ${shown.version}\n`;
      process.stdout.write(json ? `${JSON.stringify(shown)}\n` : head + yamlOf(shown.document));
    });
  command
    .command("list")
    .description("the policies in force")
    .option("--json", "JSON lines")
    .action(async ({ json }: { json?: boolean }) => {
      const all = await everyItem<Shown>(serviceClient(), "/v1/policies");
      if (json) return printRows(all, true, {});
      const rows = all.map(({ name, version, document }) => ({ name, version, branches: branchesOf(document) }));
      printRows(rows, false, { name: "name", version: "version", branches: "branches" });
    });
  return command;
}

const SHIPPED: Shown = {
  name: DEFAULT_POLICY.name,
  version: DEFAULT_POLICY.version,
  document: writtenPolicy(DEFAULT_POLICY),
};

/** Lists and maps of plain values stay on their line. */
function yamlOf(policy: object): string {
  const document = new Document(policy);
  visit(document, {
    Seq(_, list) {
      list.flow = list.items.every(isScalar);
    },
    Map(key, map) {
      map.flow = key !== null && map.items.length < 3 && map.items.every(({ value }) => isScalar(value));
    },
  });
  return document.toString({ lineWidth: 100 });
}

const branchesOf = (document: object): readonly string[] => {
  const { branches } = document as { branches?: readonly string[] };
  return branches && branches.length > 0 ? branches : ["all others"];
};
