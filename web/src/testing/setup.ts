import "../lib/i18n/setup.ts";
import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

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

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});
