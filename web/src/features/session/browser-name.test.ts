import { expect, test } from "vitest";
import { browserName } from "./browser-name.ts";

const kit = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [`Mozilla/5.0 (Windows NT 10.0) ${kit} Chrome/140.0 Safari/537.36 Edg/140.0`, { browser: "Edge", system: "Windows" }],
  [
    `Mozilla/5.0 (Linux; Android 15) ${kit} Chrome/140.0 Mobile Safari/537.36`,
    { browser: "Chrome", system: "Android" },
  ],
  [`Mozilla/5.0 (iPhone; CPU iPhone OS 19 like Mac OS X) ${kit} Safari/604.1`, { browser: "Safari", system: "iPhone" }],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", { browser: "Firefox", system: "Linux" }],
  ["curl/8", null],
  [null, null],
])("%s", (userAgent, name) => {
  expect(browserName(userAgent)).toEqual(name);
});
