import { act, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { loadTexts, speak } from "../../lib/i18n/texts.ts";
import { renderPage } from "../../testing/render-page.tsx";
import { type DescribedLine, useLineText } from "./use-line-text.ts";

const lines: readonly DescribedLine[] = [
  { description: "Office visit", wording: "OFFICE_VISIT", taxRateBasisPoints: null },
  { description: "Discount", wording: "DISCOUNT", taxRateBasisPoints: null },
  { description: "Tax 7.25 %", wording: "TAX", taxRateBasisPoints: 725 },
  { description: "Certificate for school", wording: null, taxRateBasisPoints: null },
];

function Lines() {
  const textOf = useLineText();
  return lines.map((line) => <p key={line.description}>{textOf(line)}</p>);
}

const said = () => screen.getAllByText(/./, { selector: "p" }).map(({ textContent }) => textContent);

test("a line that billing describes is said in the reader's language, one that somebody wrote as they wrote it", async () => {
  for (const catalogue of ["frame", "pages", "bookkeeping"] as const) {
    await loadTexts(catalogue);
  }
  renderPage(<Lines />);
  expect(said()).toEqual(["Office visit", "Discount", "Tax, 7.25%", "Certificate for school"]);
  await act(() => speak("de"));
  expect(said()).toEqual(["Besuch in der Praxis", "Nachlass", "Steuer, 7,25\u00a0%", "Certificate for school"]);
  await act(() => speak("en"));
});
