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

/** A run of an event among those under a checkpoint that does not count: another attempt does, or none. */
export interface Refused {
  readonly chain: string;
  readonly sequence: number;
}

/** What a page of the log holds that its hashes do not say. */
export interface PageFacts {
  /** How many events. */
  readonly entries: number;
  /** Those of them that are attempts at runs and do not count: decided after their hashes were made. */
  readonly refused: readonly Refused[];
}

export interface Checkpoint {
  readonly schema: string;
  /** RFC 3339, UTC, by the clock of who signs. */
  readonly at: string;
  readonly heads: readonly ChainHead[];
  /** Of the events since the last checkpoint in the same log; absent where one says how far the chains have come only. */
  readonly page?: PageFacts;
  /** Public key: 32 bytes, base64url. */
  readonly key: string;
  /** 64 bytes, base64url. */
  readonly signature: string;
}

/** Without and with what is said of a page. */
const SCHEMAS = { heads: "tarnish.checkpoint/1", page: "tarnish.checkpoint/2" } as const;

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

type Said = Pick<Checkpoint, "at" | "heads" | "page">;

export async function signCheckpoint(signer: Signer, said: Said): Promise<Checkpoint> {
  const signature = await signer.sign(checkpointText(said));
  return { schema: schemaOf(said), ...said, key: signer.publicKey, signature };
}

export const isGenuine = async ({ schema, key, signature, ...said }: Checkpoint): Promise<boolean> =>
  schema === schemaOf(said) && (await isSigned(checkpointText(said), signature, key));

const schemaOf = ({ page }: Said): string => (page ? SCHEMAS.page : SCHEMAS.heads);

function checkpointText(said: Said): string {
  const { at, heads, page } = said;
  const places = heads.map(({ chain, sequence, linkHash }) => `${chain} ${sequence} ${linkHash}`);
  const refused = page?.refused.map(({ chain, sequence }) => `refused ${chain} ${sequence}`) ?? [];
  return [schemaOf(said), at, ...places, ...(page ? [`entries ${page.entries}`, ...refused] : [])].join("\n");
}

const bytes = (text: string) => new TextEncoder().encode(text);

const base64url = (raw: Uint8Array): string =>
  btoa(String.fromCharCode(...raw))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const fromBase64url = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));
