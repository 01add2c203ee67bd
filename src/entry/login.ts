/** `tarnish login`: a link that signs a browser in with the token that the command line has. */
import { Command } from "commander";
import { readConfig } from "./config.ts";
import { serviceClient } from "./service-client.ts";

export function loginCommand(): Command {
  return new Command("login")
    .description("print a link that signs a browser in, once, within ten minutes, as the holder of TARNISH_TOKEN")
    .option("--json", "JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const { path, expiresAt } = (await serviceClient().request("POST", "/v1/links")) as {
        path: string;
        expiresAt: string;
      };
      const url = `${readConfig(process.env).url}${path}`;
      process.stdout.write(json ? `${JSON.stringify({ url, expiresAt })}\n` : `${url}\n`);
      if (!json) process.stderr.write("open it in a browser within ten minutes; it works once\n");
    });
}
