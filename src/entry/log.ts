/** What the application asks of a log: pino has it, and so has a Worker's console. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
