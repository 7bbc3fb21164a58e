import { readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const dist = path.resolve(import.meta.dirname, "../dist");
const limitKilobytes = 195;
// What the dashboard loads until nothing more comes, beside what the page itself names: this, and what it imports.
// e2e/first-load.spec.ts measures what a browser really loads.
const dashboard = ["src/features/dashboard/components/dashboard-page.tsx", "src/lib/i18n/en.frame.ts"];

const manifest = JSON.parse(await readFile(path.join(dist, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
const html = await readFile(path.join(dist, "index.html"), "utf8");
const files = new Set([...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file = ""]) => file));

function follow(name: string): void {
  const chunk = manifest[name];
  if (chunk === undefined) {
    throw new Error(`The build has no chunk of ${name}.`);
  }
  if (!files.has(chunk.file)) {
    files.add(chunk.file);
    chunk.imports?.forEach(follow);
  }
}

dashboard.forEach(follow);
const sizes = await Promise.all([...files].map(async (file) => gzipSync(await readFile(path.join(dist, file))).length));
const total = sizes.reduce((sum, size) => sum + size, 0) / 1000;
if (total > limitKilobytes) {
  process.stderr.write(
    `The dashboard's first load is ${total.toFixed(1)} kB of JavaScript after gzip; the limit is ${limitKilobytes} kB. Load what it does not need at once with a route.\n`,
  );
  process.exitCode = 1;
} else {
  process.stdout.write(`First load: ${total.toFixed(1)} kB of JavaScript after gzip (limit ${limitKilobytes} kB).\n`);
}
