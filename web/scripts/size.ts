import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync } from "node:zlib";

const assets = path.resolve(import.meta.dirname, "../dist/assets");
// Measured with room to grow: a library that slips into the first chunk doubles it, a feature does not.
const limitKilobytes = 230;

const names = await readdir(assets);
const html = await readFile(path.join(assets, "../index.html"), "utf8");
const compressed = async (name: string) => brotliCompressSync(await readFile(path.join(assets, name))).length / 1000;

const first = names.filter((name) => html.includes(name) && /\.(js|css)$/.test(name));
const sizes = await Promise.all(first.map(compressed));
const total = sizes.reduce((sum, size) => sum + size, 0);
if (total > limitKilobytes) {
  process.stderr.write(
    `The first load is ${total.toFixed(0)} kB after brotli; the limit is ${limitKilobytes} kB. Load what is not needed at once with a route.\n`,
  );
  process.exitCode = 1;
} else {
  process.stdout.write(`First load: ${total.toFixed(0)} kB after brotli (limit ${limitKilobytes} kB).\n`);
}
