import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../repository.root.ts";

const lines = readFileSync(join(repositoryRoot, "docs/security.md"), "utf8").split("\n");
const section = (title: string) => {
  const start = lines.indexOf(`### ${title}`);
  const end = lines.findIndex((line, index) => index > start && line.startsWith("#"));
  return lines.slice(start + 1, end < 0 ? undefined : end).filter((line) => /^\| (?!---|item|clause)/.test(line));
};
const named = (line: string) => /`([^`]+\.(?:test|suite)\.ts)` › "([^"]+)"/.exec(line)?.slice(1) ?? [];

describe("docs/security.md", () => {
  it.each(["OWASP GraphQL", "HIPAA 164.312"])("names a test for each item of %s", (title) => {
    const rows = section(title);
    expect(rows.length).toBeGreaterThan(8);
    expect(rows.filter((row) => named(row).length === 0)).toEqual([]);
  });

  it("names no test that is not there", () => {
    const tests = lines.map(named).filter(({ length }) => length > 0);
    const missing = tests.filter(([file = "", name = ""]) => {
      const path = join(repositoryRoot, file);
      const source = existsSync(path) ? readFileSync(path, "utf8") : "";
      const call = new RegExp(
        `\\b(?:it|describe)(?:\\.each(?:<[^>]*>)?\\([\\s\\S]*?\\))?\\(\\s*["'\`]${escaped(name)}["'\`]`,
      );
      return !call.test(source);
    });
    expect(missing).toEqual([]);
  });
});

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
