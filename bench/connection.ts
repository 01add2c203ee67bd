/**
 * One kept connection on which one run at a time is posted and answered: HTTP/1.1 written by hand, because the load
 * generator shares two cores with what it measures, and Node's own client would cost a third of the service's work.
 */
import { connect, type Socket } from "node:net";

export interface Target {
  readonly url: string;
  readonly token: string;
}

export interface Connection {
  /** The status of the answer. One call at a time. */
  post(document: Buffer): Promise<number>;
  close(): void;
}

const HEAD_END = Buffer.from("\r\n\r\n");

export async function openConnection({ url, token }: Target): Promise<Connection> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  const head = [
    "POST /v1/runs HTTP/1.1",
    `host: ${hostname}:${port}`,
    `authorization: Bearer ${token}`,
    "content-type: application/json",
    "content-length: ",
  ].join("\r\n");
  const answers = answersOf(socket);
  return {
    post(document) {
      const answered = answers.next();
      socket.cork();
      socket.write(`${head}${document.length}\r\n\r\n`, "latin1");
      socket.write(document);
      socket.uncork();
      return answered;
    },
    close: () => socket.destroy(),
  };
}

/** Answers say their length: the service does not send these in chunks. */
function answersOf(socket: Socket): { next(): Promise<number> } {
  let waiting: { resolve(status: number): void; reject(error: Error): void } | undefined;
  let held: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const end = held.indexOf(HEAD_END);
    if (end < 0) return;
    const head = held.toString("latin1", 0, end);
    const length = /^content-length: *(\d+)/im.exec(head)?.[1];
    if (length === undefined) return waiting?.reject(new Error(`an answer does not say its length: ${head}`));
    if (held.length < end + HEAD_END.length + Number(length)) return;
    held = Buffer.alloc(0);
    waiting?.resolve(Number(head.slice(9, 12)));
  });
  const broken = (error = new Error("the connection was closed")) => waiting?.reject(error);
  socket.on("error", broken).on("close", () => broken());
  return { next: () => new Promise((resolve, reject) => (waiting = { resolve, reject })) };
}
