/** Pieces that more than one document is made of: what a name, a sha, an instant may look like at the border. */
import * as z from "zod";

/** Text that can be stored as UTF-8: half of a surrogate pair cannot. */
export const text = (most: number) =>
  z
    .string()
    .max(most, `must have at most ${most} characters`)
    .regex(/^\P{Surrogate}*$/u, "must be well-formed Unicode text");

/** One line of printable text: no control characters, so that it is safe in logs, headers and terminals. */
export const line = (most: number) =>
  text(most)
    .min(1, "must not be empty")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point.
    .regex(/^[^\u0000-\u001f\u007f]*$/, "must not contain control characters");

/** A name that appears in URLs and commands. */
export const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._+@:/-]{0,199}$/,
    "must start with a letter or digit and have only letters, digits and . _ + @ : / - (at most 200)",
  );

/** What git allows, nearly: no white space and no control characters. */
export const branchName = text(200).regex(
  /^[^\s\p{Cc}]+$/u,
  "must be a branch name: no white space, at most 200 characters",
);

/** A rig is also a scope of a token, so its name has no separators of scopes. */
export const rigName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    "must start with a letter or digit and have only letters, digits and . _ - (at most 100)",
  );

const ID = "must be a changeset id: at most 64 letters, digits and . _ -, not dots alone";

/** It stands in addresses, where . and .. mean a place: no link could lead to them. What the log has of such is still read. */
export const sha = z
  .string()
  .max(64, ID)
  .regex(/^\.*[A-Za-z0-9_-][A-Za-z0-9._-]*$/, ID);

export const instant = z.iso.datetime({ offset: true, error: "must be a date and time as 2026-10-02T22:00:00Z" });

export const day = z.iso.date({ error: "must be a day as 2026-10-02" });

/** `{"cpu.model": "…"}`: flat facts. */
export const facts = z.record(line(200), text(10_000));
