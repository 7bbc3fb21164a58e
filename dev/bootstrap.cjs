// Runs before every command, on whatever Node.js the machine has: it uses no dependency, and syntax that even Node.js 8
// can parse, because its first task is to say that the Node.js is too old.
// biome-ignore-all lint/style/useNodejsImportProtocol: an old Node.js does not know the prefix
// biome-ignore-all lint/complexity/useOptionalChain: an old Node.js cannot parse it
"use strict";

const fs = require("fs");
const path = require("path");
const childProcess = require("child_process");
const crypto = require("crypto");

const root = path.resolve(__dirname, "..");
const modules = path.join(root, "node_modules");
const bundledNode = path.join(modules, ".bin", "node");
const neededMegabytes = 500;
const oldestNode = [22, 17];
const noSpace = `There is no space left on the disk: free at least ${neededMegabytes} MB and run this again.`;

// Standard output belongs to the command that follows (such as a token); standard error is ours.
function say(line) {
  process.stderr.write(`${line}\n`);
}

function stop(sentence) {
  say(sentence);
  process.exit(1);
}

function isAtLeast(version, wanted) {
  const parts = version.replace(/^v/, "").split(".").map(Number);
  return parts[0] > wanted[0] || (parts[0] === wanted[0] && parts[1] >= wanted[1]);
}

function checkRunningNode() {
  if (!isAtLeast(process.versions.node, [20, 0])) {
    stop(
      "CareConnect needs Node.js 20 or newer and this is " +
        process.version +
        ": install a current one from https://nodejs.org and run this again.",
    );
  }
}

function checkDisk() {
  let free;
  try {
    const disk = fs.statfsSync(root);
    free = (disk.bavail * disk.bsize) / 1048576;
  } catch (_cause) {
    // Some file systems cannot tell; the install finds out by itself then.
    return;
  }
  if (free < neededMegabytes) {
    stop(
      "Only " +
        Math.floor(free) +
        " MB are free on the disk of " +
        root +
        ": CareConnect needs at least " +
        neededMegabytes +
        " MB, free some and run this again.",
    );
  }
}

function readText(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (_cause) {
    return undefined;
  }
}

function exists(file) {
  return fs.existsSync(file);
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}

/** How to call npm: the one that runs us, or else the one on the path. */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running && /npm-cli\.[cm]?js$/.test(running)) return { command: process.execPath, args: [running] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}

function install() {
  const lock = readText(path.join(root, "package-lock.json"));
  if (lock === undefined) stop("package-lock.json is missing: restore it with git and run this again.");
  const fingerprint = crypto
    .createHash("sha256")
    .update(lock + process.platform + process.arch)
    .digest("hex");
  const stamp = path.join(modules, ".careconnect-install");
  if (readText(stamp) === fingerprint) return;

  const since = Date.now();
  say("Installing dependencies (the first time takes a minute) …");
  // An install cut short must not look like a finished one.
  if (exists(stamp)) fs.unlinkSync(stamp);
  const npm = npmCommand();
  const result = childProcess.spawnSync(
    npm.command,
    npm.args.concat(["ci", "--loglevel=error", "--no-audit", "--no-fund", "--include=dev", "--include=optional"]),
    { cwd: root, stdio: ["ignore", "ignore", "pipe"], encoding: "utf8", maxBuffer: 64 * 1048576 },
  );
  if (result.status !== 0) {
    const output = result.stderr || "";
    if (/ENOSPC|no space left/i.test(output)) stop(noSpace);
    if (result.signal) stop("The install was interrupted: run this again.");
    if (output) process.stderr.write(output);
    stop("The dependencies could not be installed (npm says why above): check the network and run this again.");
  }
  checkBundledNode();
  fs.writeFileSync(stamp, fingerprint);
  say(`Installed in ${seconds(since)}.`);
}

function checkBundledNode() {
  if (exists(bundledNode)) {
    const answer = childProcess.spawnSync(bundledNode, ["--version"], { encoding: "utf8" });
    if (answer.status === 0 && isAtLeast(answer.stdout.trim(), oldestNode)) return;
    // Left in place it would be what every npm script runs from now on.
    fs.unlinkSync(bundledNode);
    stop(
      "The Node.js 24 that CareConnect brings along does not run on this system: use a Linux with glibc, or macOS with Node.js 24.",
    );
  }
  checkOwnNode();
}

/** Where no Node.js comes with the install, the machine's own has to do. */
function checkOwnNode() {
  if (exists(bundledNode) || isAtLeast(process.versions.node, oldestNode)) return;
  stop(
    "CareConnect brings no Node.js for " +
      process.platform +
      " " +
      process.arch +
      " and this is " +
      process.version +
      ": install Node.js 24 (at least " +
      oldestNode.join(".") +
      ") and run this again.",
  );
}

const skippedFolders = { node_modules: true, dist: true, "test-results": true, "playwright-report": true };

function listFiles(start, found) {
  const stat = fs.statSync(start, { throwIfNoEntry: false });
  if (!stat) return found;
  if (!stat.isDirectory()) {
    found.push(start);
    return found;
  }
  fs.readdirSync(start)
    .sort()
    .forEach((name) => {
      if (!skippedFolders[name]) listFiles(path.join(start, name), found);
    });
  return found;
}

function hashOf(files) {
  const hash = crypto.createHash("sha256");
  files.forEach((file) => {
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(fs.readFileSync(file))
      .update("\0");
  });
  return hash.digest("hex");
}

function nodeWorkspaces() {
  return JSON.parse(readText(path.join(root, "tsconfig.json"))).references.map((reference) =>
    path.join(root, reference.path),
  );
}

function nodeBuild() {
  const workspaces = nodeWorkspaces();
  const files = ["tsconfig.json", "tsconfig.base.json", "package-lock.json"].map((name) => path.join(root, name));
  workspaces.forEach((folder) => {
    ["src", "migrations", "e2e", "tsconfig.json", "package.json"].forEach((part) => {
      listFiles(path.join(folder, part), files);
    });
  });
  const manifest = JSON.parse(readText(path.join(modules, "typescript", "package.json")));
  return {
    title: "services",
    stamp: path.join(modules, ".careconnect-build-services"),
    fingerprint: hashOf(files),
    isComplete: workspaces.every(
      (folder) =>
        !exists(path.join(folder, "src")) ||
        listFiles(path.join(folder, "src"), []).length === 0 ||
        exists(path.join(folder, "dist")),
    ),
    command: exists(bundledNode) ? bundledNode : process.execPath,
    args: [path.join(modules, "typescript", manifest.bin.tsc), "-b"],
    finish: () => {
      workspaces.forEach(removeOrphans);
    },
  };
}

/** The compiler leaves behind the output of deleted sources, and a deleted migration must not run. */
function removeOrphans(workspace) {
  ["src", "migrations", "e2e"].forEach((part) => {
    listFiles(path.join(workspace, "dist", part), []).forEach((file) => {
      const source = path.join(workspace, path.relative(path.join(workspace, "dist"), file));
      const base = source.replace(/(\.d\.ts|\.js|\.jsx)(\.map)?$/, "");
      if (base !== source && !exists(`${base}.ts`) && !exists(`${base}.tsx`)) fs.unlinkSync(file);
    });
  });
}

function webBuild() {
  const web = path.join(root, "web");
  const manifest = readText(path.join(web, "package.json"));
  if (manifest === undefined || !(JSON.parse(manifest).scripts || {}).build) return undefined;
  const generated = path.join(web, "src", "graphql") + path.sep;
  const files = listFiles(web, [])
    .concat(listFiles(path.join(root, "schema"), []), path.join(root, "package-lock.json"))
    .filter(
      (file) => file.indexOf(generated) !== 0 && file.indexOf(path.join(root, "schema", "operations") + path.sep) !== 0,
    );
  const npm = npmCommand();
  return {
    title: "web app",
    stamp: path.join(modules, ".careconnect-build-web"),
    fingerprint: hashOf(files),
    isComplete: exists(path.join(web, "dist", "index.html")),
    command: npm.command,
    args: npm.args.concat(["run", "build", "-w", "web", "--loglevel=error"]),
  };
}

function build(task) {
  if (!task || (task.isComplete && readText(task.stamp) === task.fingerprint)) return;
  const since = Date.now();
  let output = "";
  say(`Building the ${task.title} …`);
  if (exists(task.stamp)) fs.unlinkSync(task.stamp);
  const child = childProcess.spawn(task.command, task.args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  function collect(chunk) {
    output += chunk;
  }
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  child.on("error", (cause) => {
    stop(`The ${task.title} could not be built: ${cause.message}.`);
  });
  child.on("close", (code) => {
    if (code !== 0) {
      // The other build goes on to its end: nothing may outlive this process.
      process.exitCode = 1;
      if (/ENOSPC|no space left/i.test(output)) return say(noSpace);
      process.stderr.write(output);
      return say(`The ${task.title} did not build: see the errors above.`);
    }
    if (task.finish) task.finish();
    fs.writeFileSync(task.stamp, task.fingerprint);
    say(`Built the ${task.title} in ${seconds(since)}.`);
  });
}

function main() {
  checkRunningNode();
  checkDisk();
  install();
  checkOwnNode();
  if (process.argv.indexOf("--build") === -1) return;
  // Side by side: neither waits for the other, and a first start is judged by its seconds.
  build(nodeBuild());
  build(webBuild());
}

try {
  main();
} catch (cause) {
  if (cause.code === "ENOSPC") stop(noSpace);
  if (cause.code === "EACCES" || cause.code === "EROFS" || cause.code === "EPERM") {
    stop(
      "CareConnect cannot write to " +
        (cause.path || root) +
        ": make the folder writable for this account and run this again.",
    );
  }
  throw cause;
}
