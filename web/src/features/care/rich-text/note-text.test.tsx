import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { NoteText } from "./note-text.tsx";

test("a note is shown with its headings, lists and stress", () => {
  const { container } = render(<NoteText text={"# Plan\n- **Rest**, *much*\n\n3. Tea\n\nSee again\nin May"} />);
  expect(screen.getByRole("heading", { level: 4 }).textContent).toBe("Plan");
  expect(container.querySelector("ul li strong")?.textContent).toBe("Rest");
  expect(container.querySelector("ul li em")?.textContent).toBe("much");
  expect(container.querySelector<HTMLLIElement>("ol li")?.value).toBe(3);
  expect(container.querySelector("p")?.textContent).toBe("See again\nin May");
});

test("hostile text makes no element but those of notes, and none has an attribute of its choice", () => {
  const hostile = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror=\"window.hit = 1\"> <a href='javascript:window.hit=1'>x</a>",
    "**<b onclick=alert(1)>bold</b>** [link](javascript:alert(1)) javascript:alert(1)",
    "- <iframe srcdoc='<script>1</script>'>",
    "# <svg onload=alert(1)>",
    "1. &lt;script&gt;&#60;script&#62;",
  ].join("\n");
  const { container } = render(<NoteText text={hostile} />);
  const elements = [...container.querySelectorAll("*")];
  const names = new Set(elements.map(({ localName }) => localName));
  expect([...names].sort()).toEqual(["div", "h4", "li", "ol", "p", "strong", "ul"]);
  const attributes = new Set(elements.flatMap((element) => element.getAttributeNames()));
  expect([...attributes].sort()).toEqual(["class", "dir", "value"]);
  expect(window).not.toHaveProperty("hit");
  expect(container.textContent).toContain("<script>window.hit = 1</script>");
  expect(container.textContent).toContain("&lt;script&gt;&#60;script&#62;");
});

test("each part is written from its own letters' side", () => {
  const { container } = render(<NoteText text={"Aspirin 5 mg\n\nأسبرين ٥ ملغ\n\n- أول"} />);
  expect([...container.querySelectorAll("p, ul")].map((part) => part.getAttribute("dir"))).toEqual([
    ...["auto", "auto", "auto"],
  ]);
});

test("what is longer than any note is shown as it is", () => {
  const long = "**a** ".repeat(170_000);
  const { container } = render(<NoteText text={long} />);
  expect(container.querySelectorAll("*")).toHaveLength(1);
  expect(container.textContent).toHaveLength(long.length);
});
