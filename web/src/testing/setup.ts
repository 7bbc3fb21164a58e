import { cleanup, configure } from "@testing-library/react";
import { afterAll, afterEach, vi } from "vitest";
import { board } from "../lib/i18n/en.board.ts";
import { bookkeeping } from "../lib/i18n/en.bookkeeping.ts";
import { calendar } from "../lib/i18n/en.calendar.ts";
import { directory } from "../lib/i18n/en.directory.ts";
import { frame } from "../lib/i18n/en.frame.ts";
import { record } from "../lib/i18n/en.record.ts";
import { en } from "../lib/i18n/en.ts";
import { visitRoom } from "../lib/i18n/en.visit-room.ts";
import { provideTexts } from "../lib/i18n/texts.ts";
import { watchTimers } from "./timers.ts";

provideTexts("en", { frame, pages: en, bookkeeping, calendar, directory, visitRoom, record, board });

// A test that waits for something to show waits as long as a busy machine needs.
configure({ asyncUtilTimeout: 10_000 });

// jsdom lays nothing out: Mantine asks it about the screen all the same.
vi.stubGlobal("matchMedia", (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));

class NoResizeObserver {
  observe(): void {
    // Nothing is ever resized here.
  }
  unobserve(): void {
    // Nothing was observed.
  }
  disconnect(): void {
    // Nothing was observed.
  }
}
vi.stubGlobal("ResizeObserver", NoResizeObserver);
window.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
// Fields that grow with their text measure it again once fonts are there.
Object.defineProperty(document, "fonts", { value: new EventTarget() });
// Nothing is painted in a top layer here, and what is not there is hidden.
HTMLElement.prototype.showPopover = function showPopover() {
  this.style.display = "block";
};
HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};

afterAll(watchTimers());

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});
