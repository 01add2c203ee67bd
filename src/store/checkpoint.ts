/**
 * Signatures over the log (Ed25519): a checkpoint says how far each chain had come and under which hash, so that whoever
 * holds one can prove later that nobody wrote that part of the history anew, its keeper included.
 */

/** How far a chain has come. */
export interface ChainHead {
  readonly chain: string;
  readonly sequence: number;
  /** Of the link of that event, 64 hex digits. */
  readonly linkHash: string;
}

export interface Checkpoint {
  readonly schema: typeof CHECKPOINT_SCHEMA;
  /** RFC 3339, UTC, by the clock of who signs. */
  readonly at: string;
  readonly heads: readonly ChainHead[];
  /** Public key: 32 bytes, base64url. */
  readonly key: string;
  /** 64 bytes, base64url. */
  readonly signature: string;
}

export const CHECKPOINT_SCHEMA = "tarnish.checkpoint/1";

export interface Signer {
  /** 32 bytes, base64url. */
  readonly publicKey: string;
  /** 64 bytes, base64url. */
  sign(text: string): Promise<string>;
}

const ALGORITHM = "Ed25519";

/** A new private key as the text of a JSON Web Key, which is a secret. */
export async function newSigningKey(): Promise<string> {
  const pair = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  if (!("privateKey" in pair)) throw new TypeError("Ed25519 makes pairs of keys");
  return JSON.stringify(await crypto.subtle.exportKey("jwk", pair.privateKey));
}

/** Rejects when the text is no such key. */
export async function openSigner(jwk: string): Promise<Signer> {
  const { x = "", d = "" } = JSON.parse(jwk) as { x?: string; d?: string };
  const key = await crypto.subtle.importKey("jwk", { kty: "OKP", crv: ALGORITHM, x, d }, ALGORITHM, false, ["sign"]);
  return {
    publicKey: x,
    sign: async (text) => base64url(new Uint8Array(await crypto.subtle.sign(ALGORITHM, key, bytes(text)))),
  };
}

/** False for whatever is no signature, or no key, at all. */
export async function isSigned(text: string, signature: string, publicKey: string): Promise<boolean> {
  try {
    const jwk = { kty: "OKP", crv: ALGORITHM, x: publicKey };
    const key = await crypto.subtle.importKey("jwk", jwk, ALGORITHM, false, ["verify"]);
    return await crypto.subtle.verify(ALGORITHM, key, fromBase64url(signature), bytes(text));
  } catch {
    return false;
  }
}

export async function signCheckpoint(signer: Signer, at: string, heads: readonly ChainHead[]): Promise<Checkpoint> {
  const signature = await signer.sign(checkpointText(at, heads));
  return { schema: CHECKPOINT_SCHEMA, at, heads, key: signer.publicKey, signature };
}

export const isGenuine = ({ at, heads, key, signature }: Checkpoint): Promise<boolean> =>
  isSigned(checkpointText(at, heads), signature, key);

const checkpointText = (at: string, heads: readonly ChainHead[]): string =>
  [CHECKPOINT_SCHEMA, at, ...heads.map(({ chain, sequence, linkHash }) => `${chain} ${sequence} ${linkHash}`)].join(
    "\n",
  );

const bytes = (text: string) => new TextEncoder().encode(text);

const base64url = (raw: Uint8Array): string =>
  btoa(String.fromCharCode(...raw))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const fromBase64url = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
