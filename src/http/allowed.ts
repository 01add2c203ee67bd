/** Which methods does an address answer? Asked of the application's own router, so that no second list goes wrong. */
import type { Hono } from "hono";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** None for an address that nothing is mounted at. */
export function allowedAt({ router }: Hono, path: string): string[] {
  const isMounted = (method: string) => router.match(method, path)[0].some(([[, route]]) => route.method === method);
  return METHODS.filter(isMounted).flatMap((method) => (method === "GET" ? ["GET", "HEAD"] : [method]));
}
