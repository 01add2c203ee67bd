/** The file of targets: who is told what. Secrets stand in the environment; the file names their variables. */
import * as z from "zod";
import { TOPICS } from "../model/message.ts";
import { line, name } from "./parts.ts";

const common = {
  name,
  url: z.url({ protocol: /^https?$/, error: "must be an http or https address" }),
  sees: z.array(line(200)).max(100).default([]),
};
const variable = z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/, "must be the name of an environment variable");
const topics = (byDefault: readonly (typeof TOPICS)[number][]) =>
  z.array(z.enum(TOPICS, { error: `must be some of ${TOPICS.join(", ")}` })).default([...byDefault]);
const vote = z.int().min(-2).max(2);

const Webhook = z.strictObject({
  ...common,
  kind: z.literal("webhook"),
  secretFrom: variable,
  tells: topics(["regression", "watchdog"]),
});
const Gerrit = z.strictObject({
  ...common,
  kind: z.literal("gerrit"),
  user: line(200),
  passwordFrom: variable,
  label: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/, "must be a label's name"),
  votes: z.strictObject({ pass: vote, fail: vote }).default({ pass: 1, fail: -1 }),
});
const Github = z.strictObject({
  ...common,
  url: common.url.default("https://api.github.com"),
  kind: z.literal("github"),
  tokenFrom: variable,
  repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, "must be owner/name"),
  context: line(100).default("tarnish"),
  reports: z.enum(["status", "check"]).default("status"),
});

export const TargetsFile = z.strictObject({
  /** Where people find the pages: links in messages begin with it. */
  site: z.url({ protocol: /^https?$/ }).optional(),
  targets: z
    .array(z.discriminatedUnion("kind", [Webhook, Gerrit, Github]))
    .max(100)
    .refine((all) => new Set(all.map((one) => one.name)).size === all.length, "must have a name each"),
});
