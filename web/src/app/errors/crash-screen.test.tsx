import { fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { noteCorrelation } from "../../lib/graphql/correlation.ts";
import { renderPage } from "../../testing/render-page.tsx";
import { CrashScreen } from "./crash-screen.tsx";

test("what broke is told with the number by which it is found, which can be copied", async () => {
  const written: string[] = [];
  vi.stubGlobal("navigator", {
    ...navigator,
    languages: ["en"],
    clipboard: { writeText: async (text: string) => void written.push(text) },
  });
  noteCorrelation(new Headers({ "x-correlation-id": "0199a000-aaaa" }));
  renderPage(<CrashScreen error={new Error("broken")} />);
  expect(screen.getByText("Tell them this number, too: 0199a000-aaaa")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Copy the number" }));
  expect(await screen.findByRole("button", { name: "Copied" })).toBeTruthy();
  expect(written).toEqual(["0199a000-aaaa"]);
});

test("a page that a newer release replaced asks for nothing but to be loaded again", () => {
  renderPage(<CrashScreen error={new TypeError("Failed to fetch dynamically imported module: /assets/x.js")} />);
  expect(screen.getByText(/A newer version of CareConnect is ready/)).toBeTruthy();
  expect(screen.queryByText(/Tell them this number/)).toBeNull();
});
