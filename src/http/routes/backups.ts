/** Copies of the engine's files. */
import { type BackupAsk, makeBackup } from "../../actions/backup.ts";
import { BackupBody } from "../../wire/backup.ts";
import type { Route } from "../route.ts";

export const BACKUP_ROUTES: readonly Route[] = [
  {
    method: "post",
    path: "/v1/backups",
    id: "makeBackup",
    summary: "Let the engine copy its files, all of them or what came since another copy; writes wait meanwhile",
    tag: "operations",
    scopes: [],
    body: BackupBody,
    answers: { 201: "Its name: it lies in the folder backups of the data." },
    async handle(ctx, { caller, body }) {
      return { status: 201, body: await makeBackup(ctx, caller, body as BackupAsk) };
    },
  },
];
