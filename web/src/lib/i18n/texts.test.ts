import { expect, test, vi } from "vitest";

// Each test has the module as a page that was just opened has it.
async function opened() {
  vi.resetModules();
  return import("./texts.ts");
}

test("a page's texts are there whichever of it and the frame is loaded first", async () => {
  const { currentTexts, loadTexts } = await opened();
  await Promise.all([loadTexts("pages"), loadTexts("frame")]);
  const t = currentTexts().areas.common;
  expect([t?.("common.retry"), t?.("booking.title")]).toEqual(["Try again", "Book appointment"]);
});

test("an area has its texts once its page asked for them", async () => {
  const { currentTexts, loadTexts } = await opened();
  await loadTexts("frame");
  expect(currentTexts().areas.visitRoom).toBeUndefined();
  await loadTexts("visitRoom");
  expect(currentTexts().areas.visitRoom?.("title")).toBe("Video visit");
  expect(document.documentElement.lang).toBe("en");
});
