/** `tarnish token`: who may do what. */
import { Command } from "commander";
import { printRows } from "./print-rows.ts";
import { everyItem, serviceClient } from "./service-client.ts";

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt?: string;
  readonly isRevoked: boolean;
  readonly lastUsedAt?: string;
}

export function tokenCommand(): Command {
  const command = new Command("token").description("list, create and revoke tokens");
  command
    .command("list")
    .description("who holds which rights; secrets are never shown again")
    .option("--json", "JSON lines")
    .action(async ({ json }: { json?: boolean }) => {
      const tokens = await everyItem<Listed>(serviceClient(), "/v1/tokens");
      printRows(tokens, json, {
        id: "id",
        name: "name",
        scopes: "scopes",
        expiresAt: "expires",
        isRevoked: "revoked",
        lastUsedAt: "last used",
      });
    });
  command
    .command("create")
    .description("create a token; it is printed once")
    .argument("<name>", "the person or machine that holds it")
    .requiredOption(
      "--scope <scope...>",
      "admin, triage, waive, release, rig:NAME, rig-admin:VENDOR, read:private:VENDOR",
    )
    .option("--expires-at <instant>", "when it ends, as 2027-01-31T00:00:00Z")
    .option("--json", "JSON")
    .action(
      async (name: string, { scope, expiresAt, json }: { scope: string[]; expiresAt?: string; json?: boolean }) => {
        const body = { name, scopes: scope, ...(expiresAt !== undefined && { expiresAt }) };
        const created = (await serviceClient().request("POST", "/v1/tokens", body)) as { id: string; token: string };
        process.stdout.write(json ? `${JSON.stringify(created)}\n` : `${created.token}\n`);
      },
    );
  command
    .command("revoke")
    .description("end a token at once")
    .argument("<id>", "as tarnish token list shows it")
    .option("--json", "JSON")
    .action(async (id: string, { json }: { json?: boolean }) => {
      const answer = await serviceClient().request("DELETE", `/v1/tokens/${encodeURIComponent(id)}`);
      process.stdout.write(json ? `${JSON.stringify(answer)}\n` : `token ${id} is revoked\n`);
    });
  return command;
}
