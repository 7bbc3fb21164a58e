import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { chromium } from "@playwright/test";

const folder = path.resolve(import.meta.dirname, "../public");
const svg = await readFile(path.join(folder, "favicon.svg"), "utf8");

/** The sign in the sizes that systems install. A maskable one is cut to any shape: it has room around it. */
const icons = [
  { name: "icon-192", size: 192, room: 0 },
  { name: "icon-512", size: 512, room: 0 },
  { name: "maskable-512", size: 512, room: 0.12 },
  { name: "apple-touch", size: 180, room: 0.08 },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const page = await browser.newPage();
await mkdir(path.join(folder, "icons"), { recursive: true });
for (const { name, size, room } of icons) {
  await page.setViewportSize({ width: size, height: size });
  const ground = room === 0 ? "transparent" : "linear-gradient(135deg, #128489, #0a5a61)";
  await page.setContent(
    `<body style="margin:0;background:${ground}"><img style="display:block;width:${(1 - 2 * room) * 100}%;margin:${room * 100}%" src="data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}"></body>`,
  );
  await writeFile(path.join(folder, "icons", `${name}.png`), await page.screenshot({ omitBackground: true }));
}
await browser.close();
