/** Where the administrator's token lies; apart from what writes it, so that the CLI does not load the service. */
import { join } from "node:path";

export const adminTokenFile = (data: string): string => join(data, "admin.token");
