/** Everything the environment may say, parsed once; nobody below `entry/` reads it. */
import { resolve } from "node:path";
import * as z from "zod";
import { RATE_LIMITS, type Rate, type RateLimits } from "../http/rate-limit.ts";
import { Fault } from "../model/fault.ts";

const port = z.coerce.number().int().min(0).max(65_535);
/** Requests a second, ten times as many at once; 0 for no limit. */
const rate = (byDefault: Rate | undefined) =>
  z.coerce
    .number()
    .min(0)
    .max(1_000_000)
    .default(byDefault?.perSecond ?? 0)
    .transform((perSecond) => (perSecond === 0 ? undefined : { perSecond, burst: Math.max(1, 10 * perSecond) }));

/** Separated by commas. */
const addresses = z
  .string()
  .transform((text) => text.split(",").map((url) => url.trim().replace(/\/+$/, "")))
  .pipe(z.array(z.url()).min(1));

const Environment = z.object({
  TARNISH_PORT: port.default(8080),
  TARNISH_HOST: z.string().min(1).default("127.0.0.1"),
  TARNISH_DATA: z.string().min(1).default("./data"),
  TARNISH_CLICKHOUSE_URL: z.url().optional(),
  TARNISH_CLICKHOUSE_CLUSTER: z.string().regex(/^\w+$/).optional(),
  TARNISH_DATABASE: z
    .string()
    .regex(/^[A-Za-z_]\w{0,63}$/, "letters, digits and underscores")
    .default("tarnish"),
  TARNISH_URL: addresses.optional(),
  TARNISH_PEERS: addresses
    .refine(
      (all) => all.every((url) => new URL(url).username === "" && new URL(url).password === ""),
      "no name or password in an address",
    )
    .optional(),
  TARNISH_TOKEN: z.string().min(1).optional(),
  TARNISH_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  TARNISH_RATE_TOKEN: rate(RATE_LIMITS.token),
  TARNISH_RATE_ADDRESS: rate(RATE_LIMITS.address),
  TARNISH_TARGETS: z.string().min(1).optional(),
  TARNISH_NEWS_SHARE: z.coerce.number().min(0.01).max(1).default(0.1),
  TARNISH_LOG: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Absolute path of the data folder. */
  readonly data: string;
  readonly clickhouseUrl: string | undefined;
  readonly cluster: string | undefined;
  /** One database is one project. */
  readonly database: string;
  /** Where the CLI finds the service: the first of `urls`. */
  readonly url: string;
  /** Hosts of one history: where one is away, or a mirror that takes no writes, the next is asked. */
  readonly urls: readonly [string, ...string[]];
  /** Of the service: other hosts of its history, one of which may have been made the writer. */
  readonly peers: readonly string[];
  readonly token: string | undefined;
  readonly logLevel: string;
  /** Trusted ones before the service, whose X-Forwarded-For is believed. */
  readonly proxies: number;
  readonly limits: RateLimits;
  /** The file that says whom messages go to; undefined where nobody is told. */
  readonly targets: string | undefined;
  /** Of its time the service looks for news to tell so much at the most, more than 0 to 1. */
  readonly newsShare: number;
  /** What a variable holds that such a file names. */
  secret(variable: string): string | undefined;
}

/** Throws a Fault that names every wrong variable. Empty variables count as absent. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const parsed = Environment.safeParse(present);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new Fault("invalid", `The environment has settings that cannot be used: ${wrong.join("; ")}.`);
  }
  const { data } = parsed;
  const [url = `http://127.0.0.1:${data.TARNISH_PORT}`, ...others] = data.TARNISH_URL ?? [];
  const urls = [url, ...others] as const;
  return {
    port: data.TARNISH_PORT,
    host: data.TARNISH_HOST,
    data: resolve(data.TARNISH_DATA),
    clickhouseUrl: data.TARNISH_CLICKHOUSE_URL,
    cluster: data.TARNISH_CLICKHOUSE_CLUSTER,
    database: data.TARNISH_DATABASE,
    url: urls[0],
    urls,
    peers: data.TARNISH_PEERS ?? [],
    token: data.TARNISH_TOKEN,
    logLevel: data.TARNISH_LOG,
    proxies: data.TARNISH_PROXIES,
    targets: data.TARNISH_TARGETS,
    newsShare: data.TARNISH_NEWS_SHARE,
    secret: (variable) => env[variable],
    limits: { ...RATE_LIMITS, token: data.TARNISH_RATE_TOKEN, address: data.TARNISH_RATE_ADDRESS },
  };
}

/** What commands of a plan inherit: everything but the way into the service. */
export function commandEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = Object.entries(env).filter(([name, value]) => value !== undefined && !name.startsWith("TARNISH_"));
  return Object.fromEntries(kept) as Record<string, string>;
}
