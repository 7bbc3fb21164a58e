import { createHash } from "node:crypto";
import { glob, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

const web = path.resolve(import.meta.dirname, "..");
const dist = path.join(web, "dist");

// Other alphabets' fonts come with the first text in them.
const kept = ["assets/*.{js,css}", "fonts/{inter-latin,noto-sans-arabic-arabic}-*.woff2", "icons/*.png"];
const files = ["/index.html", "/color-scheme.js", "/favicon.svg", "/manifest.webmanifest"];
for await (const file of glob(kept, { cwd: dist })) {
  files.push(`/${file}`);
}
files.sort();

const hash = createHash("sha256");
for (const file of files) {
  hash.update(file).update(await readFile(path.join(dist, file)));
}
const source = await readFile(path.join(web, "worker/service-worker.js"), "utf8");
const built = source
  .replace("BUILD_VERSION", hash.digest("hex").slice(0, 16))
  .replace('["BUILD_FILES"]', JSON.stringify(files));
await writeFile(path.join(dist, "service-worker.js"), built);
