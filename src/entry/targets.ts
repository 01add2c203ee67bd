/** The targets that messages go to, with their secrets from the environment. */
import type { Telling } from "../actions/queue-messages.ts";
import { Fault, type FaultDetail, pointer } from "../model/fault.ts";
import type { Target } from "../model/message.ts";
import { TargetsFile } from "../wire/targets.ts";

export type SecretOf = (variable: string) => string | undefined;

/**
 * `path`: where `value` was read. Throws a Fault that names every wrong place, and every variable that is missing, but
 * never what stands in one.
 */
export function targetsIn(value: unknown, path: string, secretOf: SecretOf): Telling {
  const parsed = TargetsFile.safeParse(value);
  if (!parsed.success) {
    const details = parsed.error.issues.map(({ path: at, message }) => ({ path: pointer(at), detail: message }));
    throw new Fault("invalid", `${path} does not say whom to tell.`, details);
  }
  const faults: FaultDetail[] = [];
  const targets = parsed.data.targets.map((one, index): Target => {
    const secret = (field: string, variable: string): string => {
      const said = secretOf(variable) ?? "";
      const place = pointer(["targets", index, field]);
      if (said === "") faults.push({ path: place, detail: `names ${variable}, which is not set` });
      if (one.kind === "webhook" && said !== "" && !isSecret(said))
        faults.push({ path: place, detail: `names ${variable}, which must be base64 of 24 to 64 bytes, as whsec_…` });
      return said;
    };
    const { kind, name, url, sees } = one;
    if (kind === "webhook")
      return { kind, name, url, sees, tells: one.tells, secret: secret("secretFrom", one.secretFrom) };
    const base = { name, url, sees, tells: ["verdict"] } as const;
    if (kind === "gerrit") {
      const { user, label, votes } = one;
      return { ...base, kind, user, label, votes, password: secret("passwordFrom", one.passwordFrom) };
    }
    const { repository, context, reports } = one;
    return { ...base, kind, repository, context, reports, token: secret("tokenFrom", one.tokenFrom) };
  });
  if (faults.length > 0) throw new Fault("invalid", `${path} names secrets that are not there.`, faults);
  return { targets, site: parsed.data.site?.replace(/\/+$/, "") ?? null };
}

function isSecret(value: string): boolean {
  const encoded = value.replace(/^whsec_/, "").replace(/={1,2}$/, "");
  if (!/^[A-Za-z0-9+/]+$/.test(encoded) || encoded.length % 4 === 1) return false; // four letters are three bytes
  const { length } = atob(encoded);
  return length >= 24 && length <= 64;
}
