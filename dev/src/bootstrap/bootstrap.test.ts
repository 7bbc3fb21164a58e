import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repositoryRoot } from "../repository.root.ts";

let root: string;

/** Stands in for npm: writes down what it was asked, and leaves behind what the command would. */
const fakeNpm = `
const fs = require("fs");
const path = require("path");
const args = process.argv.slice(2);
fs.appendFileSync(path.join(__dirname, "calls.txt"), args.slice(0, 2).join(" ") + "\\n");
if (process.env.FAKE_NPM_FAILS) { console.error(process.env.FAKE_NPM_FAILS); process.exit(1); }
if (args[0] === "ci") {
  fs.mkdirSync("node_modules/typescript", { recursive: true });
  fs.writeFileSync("node_modules/typescript/package.json", JSON.stringify({ bin: { tsc: "tsc.js" } }));
  fs.writeFileSync("node_modules/typescript/tsc.js", fs.readFileSync(path.join(__dirname, "tsc.js")));
} else {
  fs.mkdirSync("web/dist", { recursive: true });
  fs.writeFileSync("web/dist/index.html", "");
}
`;

const fakeCompiler = `
const fs = require("fs");
fs.appendFileSync("npm/calls.txt", "tsc " + process.argv.slice(2).join(" ") + "\\n");
if (fs.readFileSync("dev/src/one.ts", "utf8").includes("wrong")) { console.log("one.ts: wrong"); process.exit(1); }
fs.mkdirSync("dev/dist/src", { recursive: true });
fs.writeFileSync("dev/dist/src/one.js", "");
`;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "careconnect-bootstrap-"));
  for (const folder of ["dev/src", "web/src", "npm"]) mkdirSync(join(root, folder), { recursive: true });
  cpSync(join(repositoryRoot, "dev", "bootstrap.cjs"), join(root, "dev", "bootstrap.cjs"));
  put("package-lock.json", "{}");
  put("tsconfig.json", '{ "references": [{ "path": "dev" }] }');
  put("tsconfig.base.json", "{}");
  put("dev/src/one.ts", "");
  put("web/package.json", '{ "scripts": { "build": "vite build" } }');
  put("npm/npm-cli.js", fakeNpm);
  put("npm/tsc.js", fakeCompiler);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(file: string, content: string): void {
  writeFileSync(join(root, file), content);
}

/** Runs the bootstrap, after a few lines that change what it sees of the machine. */
function bootstrap(
  before = "",
  env: NodeJS.ProcessEnv = {},
): { status: number | null; said: string[]; calls: string[] } {
  const calls = join(root, "npm", "calls.txt");
  rmSync(calls, { force: true });
  const program = `process.argv.push("--build"); ${before}; require(${JSON.stringify(join(root, "dev", "bootstrap.cjs"))})`;
  const { status, stderr, stdout } = spawnSync(process.execPath, ["-e", program], {
    env: { PATH: process.env.PATH, npm_execpath: join(root, "npm", "npm-cli.js"), ...env },
    encoding: "utf8",
  });
  expect(stdout).toBe("");
  return {
    status,
    said: stderr.split("\n").filter((line) => line !== ""),
    calls: existsSync(calls) ? readFileSync(calls, "utf8").trim().split("\n").sort() : [],
  };
}

describe("what runs before every command", () => {
  it("installs and builds once, and the second time nothing", () => {
    const first = bootstrap();
    expect(first).toMatchObject({ status: 0, calls: ["ci --loglevel=error", "run build", "tsc -b"] });
    expect(first.said[0]).toMatch(/^Installing dependencies/);
    expect(bootstrap()).toEqual({ status: 0, said: [], calls: [] });
  });

  it("installs again when the lock has changed", () => {
    bootstrap();
    appendFileSync(join(root, "package-lock.json"), " ");
    expect(bootstrap().calls).toContain("ci --loglevel=error");
  });

  it("builds only what has changed", () => {
    bootstrap();
    put("dev/src/one.ts", "export {};");
    expect(bootstrap().calls).toEqual(["tsc -b"]);
    put("web/src/app.tsx", "export {};");
    expect(bootstrap().calls).toEqual(["run build"]);
    rmSync(join(root, "web", "dist"), { recursive: true });
    expect(bootstrap().calls).toEqual(["run build"]);
  });

  it("removes the output of a deleted source", () => {
    bootstrap();
    put("dev/dist/src/gone.js", "");
    put("dev/src/one.ts", "export {};");
    bootstrap();
    expect(existsSync(join(root, "dev/dist/src/gone.js"))).toBe(false);
    expect(existsSync(join(root, "dev/dist/src/one.js"))).toBe(true);
  });

  it("shows what does not compile, and tries again the next time", () => {
    put("dev/src/one.ts", "wrong");
    const { status, said } = bootstrap();
    expect(status).toBe(1);
    expect(said.join("\n")).toContain("one.ts: wrong\nThe services did not build: see the errors above.");
    expect(bootstrap().calls).toContain("tsc -b");
  });

  const machine = [
    [
      "Node.js is too old",
      'Object.defineProperty(process, "version", { value: "v18.20.4" }); Object.defineProperty(process.versions, "node", { value: "18.20.4" })',
      /^CareConnect needs Node\.js 20 or newer and this is v18\.20\.4: install a current one/,
    ],
    [
      "the disk is full",
      'require("fs").statfsSync = () => ({ bavail: 100, bsize: 1048576 })',
      /^Only 100 MB are free on the disk of .*: CareConnect needs at least 500 MB/,
    ],
    ["the lock is gone", 'require("fs").unlinkSync(root + "/package-lock.json")', /^package-lock\.json is missing/],
  ] as const;

  it.each(machine)("stops with one sentence when %s", (_case, before, sentence) => {
    const { status, said, calls } = bootstrap(`const root = ${JSON.stringify(root)}; ${before}`);
    expect({ status, calls }).toEqual({ status: 1, calls: [] });
    expect(said).toEqual([expect.stringMatching(sentence)]);
  });

  it.each([
    ["npm error code ENOSPC", /^There is no space left on the disk/],
    ["npm error network", /^The dependencies could not be installed \(npm says why above\)/],
  ])("says why an install failed: %s", (reason, sentence) => {
    const { status, said } = bootstrap("", { FAKE_NPM_FAILS: reason });
    expect(status).toBe(1);
    expect(said.at(-1)).toMatch(sentence);
  });
});
