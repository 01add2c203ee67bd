/** The whole log under one signature: how far every chain had come. */
import { Fault } from "../model/fault.ts";
import { type ChainHead, type Checkpoint, type PageFacts, type Signer, signCheckpoint } from "../store/checkpoint.ts";
import type { Context } from "./context.ts";

/** Throws `not_found` where nobody gave the service a key. */
export async function wholeCheckpoint(ctx: Context): Promise<Checkpoint> {
  const heads = (await ctx.store.heads()).map(({ chain, sequence, linkHash }) => ({ chain, sequence, linkHash }));
  return await signCheckpoint(signerOf(ctx), { at: ctx.now().toISOString(), heads });
}

export function publicKey(ctx: Context): { readonly algorithm: "Ed25519"; readonly key: string } {
  return { algorithm: "Ed25519", key: signerOf(ctx).publicKey };
}

/** Of a page of the log. Nothing without a key, or without anything to sign. */
export async function checkpointOf(
  ctx: Context,
  heads: readonly ChainHead[],
  page: PageFacts,
): Promise<Checkpoint | undefined> {
  if (ctx.signer === undefined || heads.length === 0) return undefined;
  return await signCheckpoint(ctx.signer, { at: ctx.now().toISOString(), heads, page });
}

function signerOf({ signer }: Context): Signer {
  if (signer) return signer;
  throw new Fault(
    "not_found",
    "This service signs nothing: give it a key by TARNISH_LOG_KEY; its hash chains hold without one.",
  );
}
