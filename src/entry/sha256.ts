import { hash } from "node:crypto";

/** 64 hex digits. */
export const sha256 = (text: string): string => hash("sha256", text);
