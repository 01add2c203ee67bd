/** A message to a webhook, signed as the Standard Webhooks specification (standardwebhooks.com, version 1.0.0) has it. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import type { Told, WebhookTarget } from "../model/message.ts";
import { accepted, type Send } from "./outgoing.ts";

/** Whoever receives it knows by the signed time that it is not an old one sent again, and by the id that it is no second one. */
export async function tellWebhook(
  { url, secret }: WebhookTarget,
  { id, told, at }: { readonly id: string; readonly told: Told; readonly at: Date },
  send: Send,
): Promise<void> {
  const body = JSON.stringify(told);
  const timestamp = Math.floor(at.getTime() / 1000);
  const headers = {
    "content-type": "application/json",
    "user-agent": "tarnish",
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": webhookSignature(secret, { id, timestamp, body }),
  };
  accepted(await send({ method: "POST", url, headers, body }));
}

/** HMAC-SHA256 of id, time and body, under the secret's decoded bytes. */
export function webhookSignature(
  secret: string,
  { id, timestamp, body }: { readonly id: string; readonly timestamp: number; readonly body: string },
): string {
  const key = Uint8Array.from(atob(secret.replace(/^whsec_/, "")), (char) => char.charCodeAt(0));
  const mac = hmac(sha256, key, utf8ToBytes(`${id}.${timestamp}.${body}`));
  return `v1,${btoa(String.fromCharCode(...mac))}`;
}
