/** Nobody asks more often than the rate allows, everybody as often, and what is remembered is bounded. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { clientAddress } from "../../../src/http/address.ts";
import { Buckets, RateLimiter } from "../../../src/http/rate-limit.ts";
import { Fault } from "../../../src/model/fault.ts";

test("in any stretch of time at most the burst and what the time brings is let through, and at least that to who waits", () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 200 });
  const rates = fc.record({ perSecond: fc.constantFrom(0.5, 1, 10), burst: fc.integer({ min: 1, max: 20 }) });
  fc.assert(
    fc.property(gaps, rates, (pauses, rate) => {
      const buckets = new Buckets(rate);
      const passed: number[] = [];
      let now = 0;
      for (const pause of pauses) {
        now += pause;
        const wait = buckets.take("a", now);
        if (wait > 0) {
          now += wait * 1000 + 1;
          expect(buckets.take("a", now)).toBe(0);
        }
        passed.push(now);
      }
      for (const [from, start] of passed.entries()) {
        for (const [more, end] of passed.slice(from).entries()) {
          expect(more + 1).toBeLessThanOrEqual(rate.burst + ((end - start) / 1000) * rate.perSecond + 1e-6);
        }
      }
    }),
    { numRuns: 100, seed: 429 },
  );
});

test("callers do not share, and a clock that is set back costs nobody a wait", () => {
  const buckets = new Buckets({ perSecond: 1, burst: 1 });
  expect([buckets.take("a", 5000), buckets.take("b", 5000), buckets.take("a", 5000)]).toEqual([0, 0, 1]);
  expect(buckets.take("a", 1000)).toBe(1);
  expect(buckets.take("a", 2000)).toBe(0);
});

test("20,000 addresses take no more memory than the most that are remembered", () => {
  const buckets = new Buckets({ perSecond: 1, burst: 1 }, 1000);
  for (let index = 0; index < 20_000; index++) buckets.take(`2001:db8::${index}`, index);
  expect(buckets.size).toBe(1000);
});

test("the refusal says in whole seconds when to come back", () => {
  const limits = { token: undefined, address: undefined, wrong: { perSecond: 0.4, burst: 1 } };
  const limiter = new RateLimiter(limits, () => new Date(0));
  limiter.take("wrong", "a");
  const refused = (() => {
    try {
      limiter.take("wrong", "a");
    } catch (error) {
      return error;
    }
    return undefined;
  })();
  expect(refused).toBeInstanceOf(Fault);
  expect(refused).toMatchObject({ code: "too_many", retryAfter: 3, message: expect.stringContaining("in 3 s") });
  for (let index = 0; index < 10_000; index++) limiter.take("token", "no limit");
});

test.each([
  ["192.0.2.1", undefined, 0, "192.0.2.1"],
  ["192.0.2.1", "203.0.113.9", 0, "192.0.2.1"],
  ["192.0.2.1", "198.51.100.7, 203.0.113.9", 1, "203.0.113.9"],
  ["192.0.2.1", "198.51.100.7, 203.0.113.9", 2, "198.51.100.7"],
  ["192.0.2.1", undefined, 3, "192.0.2.1"],
  ["::ffff:192.0.2.1", undefined, 0, "192.0.2.1"],
  ["2001:db8:1:2:3:4:5:6", undefined, 0, "2001:db8:1:2::/64"],
  ["2001:DB8::6", undefined, 0, "2001:db8:0:0::/64"],
  ["::1", undefined, 0, "0:0:0:0::/64"],
  ["fe80::1%eth0", undefined, 0, "fe80:0:0:0::/64"],
  [undefined, undefined, 0, "unknown"],
])("%s behind X-Forwarded-For %s and %i proxies is %s", (peer, forwarded, proxies, address) => {
  expect(clientAddress(peer, forwarded, proxies)).toBe(address);
});
