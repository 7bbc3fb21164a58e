import { connect, type Socket } from "node:net";
import type { Scanner } from "./scanner.ts";

/** How long clamd may take for one file, in milliseconds. */
const patience = 30_000;
/** As much at once: clamd reads what it is sent piece by piece. */
const pieceLength = 65_536;
const longestAnswer = 4_096;

/**
 * Asks ClamAV's daemon at `url` (`tcp://<host>:<port>` or `unix://<socket>`), by its protocol's INSTREAM: pieces, each
 * after its length, then one of none, then its answer in one line.
 */
export function clamdScanner(url: string): Scanner {
  return {
    async isClean(bytes) {
      const answer = await ask(url, bytes);
      if (/^stream: OK$/.test(answer)) return true;
      if (/^stream: .+ FOUND$/.test(answer)) return false;
      throw new Error("The virus scanner did not scan what it was sent.");
    },
  };
}

function ask(url: string, bytes: Uint8Array): Promise<string> {
  const socket = open(url);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let answer = "";
  socket.setTimeout(patience, () => socket.destroy(new Error("The virus scanner did not answer in time.")));
  socket.on("error", reject);
  socket.on("close", () => reject(new Error("The virus scanner hung up.")));
  socket.on("data", (chunk) => {
    answer += chunk.toString("latin1");
    const end = answer.indexOf("\0");
    if (end >= 0) resolve(answer.slice(0, end));
    else if (answer.length > longestAnswer) socket.destroy(new Error("The virus scanner said too much."));
  });
  socket.on("connect", () => send(socket, bytes).catch(reject));
  const deadline = setTimeout(() => socket.destroy(new Error("The virus scanner took too long.")), patience);
  return promise.finally(() => {
    clearTimeout(deadline);
    socket.destroy();
  });
}

function open(url: string): Socket {
  const { protocol, hostname, port, pathname } = new URL(url);
  return protocol === "unix:" ? connect(decodeURIComponent(pathname)) : connect(Number(port), hostname);
}

async function send(socket: Socket, bytes: Uint8Array): Promise<void> {
  socket.write("zINSTREAM\0");
  for (let at = 0; at < bytes.length; at += pieceLength) {
    const piece = bytes.subarray(at, at + pieceLength);
    socket.write(lengthOf(piece.length));
    if (!socket.write(piece)) await drained(socket);
  }
  socket.write(lengthOf(0));
}

function lengthOf(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

/** Until it takes more, or never will. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      socket.off("drain", end).off("close", end);
      resolve();
    };
    socket.on("drain", end).on("close", end);
  });
}
