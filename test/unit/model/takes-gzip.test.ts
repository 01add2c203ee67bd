/** Who is answered in gzip. */
import { expect, test } from "vitest";
import { takesGzip } from "../../../src/model/takes-gzip.ts";

test.each(["gzip", "GZIP", "br, gzip", "deflate,gzip;q=0.5, br", "gzip;q=1.0", "gzip; q=0.001", "gzip;q=0.01, *;q=0"])(
  "%s takes it",
  (accepted) => expect(takesGzip(accepted)).toBe(true),
);

test.each([
  undefined,
  "",
  "identity",
  "br",
  "x-gzip2",
  "gzipped",
  "not-gzip",
  "gzip;q=0",
  "br, gzip ; q=0.000, identity",
])("%s does not", (accepted) => expect(takesGzip(accepted)).toBe(false));
