import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freeTestPorts } from "./test.ports.ts";

/** The ClamAV daemon of this machine; undefined when there is none. */
export function findClamd(env: NodeJS.ProcessEnv): string | undefined {
  const folders = [...(env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"];
  return folders.map((folder) => join(folder, "clamd")).find((file) => existsSync(file));
}

/** What every virus scanner takes for a virus, and nothing else does (eicar.org); in two halves, so that none takes this for one. */
export const eicar = Buffer.from(
  ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].join(""),
);

/** A ClamAV daemon that runs for one test file, and knows EICAR alone. */
export interface TestClamd {
  /** By its socket and by TCP. */
  readonly urls: { readonly unix: string; readonly tcp: string };
  close(): Promise<void>;
}

/** @param longestStream how much it takes at once, in bytes */
export async function startTestClamd(longestStream: number): Promise<TestClamd> {
  const program = findClamd(process.env);
  if (!program) throw new Error("There is no clamd: install Debian's package clamav-daemon.");
  const folder = await mkdtemp(join(tmpdir(), "careconnect-clamd-"));
  // As root it serves as another account.
  await chmod(folder, 0o755);
  const database = join(folder, "database");
  await mkdir(database, { mode: 0o755 });
  const digest = createHash("md5").update(eicar).digest("hex");
  await writeFile(join(database, "eicar.hdb"), `${digest}:${eicar.length}:Eicar-Test-Signature\n`);
  const socket = join(folder, "clamd.sock");
  const [port = 0] = await freeTestPorts(1);
  const settings = [
    `DatabaseDirectory ${database}`,
    `LocalSocket ${socket}`,
    `TCPSocket ${port}`,
    "TCPAddr 127.0.0.1",
    `StreamMaxLength ${longestStream}`,
    "Foreground yes",
  ];
  const file = join(folder, "clamd.conf");
  await writeFile(file, `${settings.join("\n")}\n`);
  const daemon = spawn(program, ["--config-file", file], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [daemon.stdout, daemon.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
  while (!(await answers(port))) {
    if (daemon.exitCode !== null) throw new Error(`clamd ended: ${said}`);
    await wait(50);
  }
  return {
    urls: { unix: `unix://${socket}`, tcp: `tcp://127.0.0.1:${port}` },
    async close() {
      daemon.kill("SIGKILL");
      if (daemon.exitCode === null && daemon.signalCode === null) await once(daemon, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
