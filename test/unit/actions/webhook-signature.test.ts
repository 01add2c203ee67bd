/** The signature that receivers' libraries expect: the example that the specification's own libraries are tested with. */
import { expect, test } from "vitest";
import { webhookSignature } from "../../../src/actions/tell-webhook.ts";

test("a webhook is signed as Standard Webhooks 1.0.0 has it", () => {
  const said = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
  const expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  expect(webhookSignature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", said)).toBe(expected);
  expect(webhookSignature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", said)).toBe(expected);
  expect(webhookSignature("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", { ...said, timestamp: 1 })).not.toBe(expected);
});
