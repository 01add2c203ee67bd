/** Runs beside every test file of services and pages; its hook was there first, so that it comes after all others. */
import { afterAll } from "vitest";
import { removeTemporaryFolders } from "./service.ts";

afterAll(removeTemporaryFolders);
