import { globSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Rule } from "../../policy/policy.ts";
import { Role } from "../../viewer/viewer.ts";
import type { TestSubgraph } from "../test.subgraph.ts";
import { checkColumn, columns, type PolicyCase } from "./policy.check.ts";

/** Every rule that a `*.policy.ts` below `folder` exports, with its name: found, not listed. */
export async function rulesBelow(folder: URL): Promise<[name: string, rule: Rule][]> {
  const root = fileURLToPath(folder);
  const files = globSync("**/*.policy.ts", { cwd: root }).sort();
  const modules = await Promise.all(files.map((file) => import(join(root, file)) as Promise<Record<string, unknown>>));
  return modules.flatMap((exported) =>
    Object.entries(exported).flatMap(([name, value]): [string, Rule][] => (isRule(value) ? [[name, value]] : [])),
  );
}

function isRule(value: unknown): value is Rule {
  return typeof value === "object" && value !== null && "action" in value && "may" in value;
}

/** Lets everybody do what `rule` refuses and nobody what it allows, and answers whether a cell of the matrix, or what is asked beside it, tells. */
export async function isNegationNoticed(subgraph: TestSubgraph, checked: PolicyCase, rule: Rule): Promise<boolean> {
  const { may } = rule;
  const negated = Object.values(Role).map((role) => [role, may[role] === undefined ? "organization" : []]);
  Object.assign(rule, { may: Object.fromEntries(negated) });
  try {
    const check = checkColumn(subgraph, checked);
    for (const column of columns) if ((await check(column)).length > 0) return true;
    return ((await checked.beside?.(subgraph)) ?? []).length > 0;
  } finally {
    Object.assign(rule, { may });
  }
}
