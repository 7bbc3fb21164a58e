import { readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

const dist = path.resolve(import.meta.dirname, "../dist");
const limitKilobytes = 195;
// What the dashboard loads until nothing more comes: what the page itself names, where the dashboard is, and the texts of one
// language. e2e/first-load.spec.ts measures what a browser really loads.
const languages = ["en", "de", "es", "ar"].map((language) => `src/lib/i18n/${language}.frame.ts`);

const manifest = JSON.parse(await readFile(path.join(dist, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
const html = await readFile(path.join(dist, "index.html"), "utf8");
const named = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, file = ""]) => file);

function follow(name: string, files: Set<string>): void {
  const chunk = manifest[name];
  if (chunk === undefined) {
    throw new Error(`The build has no chunk of ${name}.`);
  }
  if (!files.has(chunk.file)) {
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) {
      follow(imported, files);
    }
  }
}

async function kilobytes(language: string): Promise<number> {
  const files = new Set(named);
  follow(language, files);
  const sizes = [...files].map(async (file) => gzipSync(await readFile(path.join(dist, file))).length);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
}

// In the language that takes the most.
const total = Math.max(...(await Promise.all(languages.map(kilobytes))));
if (total > limitKilobytes) {
  process.stderr.write(
    `The dashboard's first load is ${total.toFixed(1)} kB of JavaScript after gzip; the limit is ${limitKilobytes} kB. Load what it does not need at once with a route.\n`,
  );
  process.exitCode = 1;
} else {
  process.stdout.write(`First load: ${total.toFixed(1)} kB of JavaScript after gzip (limit ${limitKilobytes} kB).\n`);
}
