import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { BucketOptions } from "../files/bucket.store.ts";

/** A bucket of an S3-compatible store that runs for one test file, in a process of its own. */
export interface TestBucket extends BucketOptions {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** The credentials of the store, as the AWS SDK finds them. */
export const bucketCredentials = { AWS_ACCESS_KEY_ID: "S3RVER", AWS_SECRET_ACCESS_KEY: "S3RVER" } as const;

const bucket = "careconnect-test";

export async function createTestBucket(): Promise<TestBucket> {
  const folder = await mkdtemp(join(tmpdir(), "careconnect-bucket-"));
  const program = join(dirname(createRequire(import.meta.url).resolve("s3rver/package.json")), "bin", "s3rver.js");
  const server = spawn(
    process.execPath,
    [program, "-d", folder, "-a", "127.0.0.1", "-p", "0", "-s", "--configure-bucket", bucket],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  return {
    bucket,
    region: "us-east-1",
    endpoint: await addressOf(server),
    async close() {
      server.kill("SIGKILL");
      if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Where it listens, which it says; what it says of requests is nothing to us. */
function addressOf(server: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = "";
  server.stdout?.on("data", (chunk) => {
    said += String(chunk);
    const port = /listening on \S+:(\d+)/.exec(said)?.[1];
    if (port) resolve(`http://127.0.0.1:${port}`);
  });
  server.on("exit", () => reject(new Error(`The bucket's server ended: ${said}`)));
  return promise;
}
