import { readFileSync } from "node:fs";
import { join } from "node:path";
import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { repositoryRoot } from "@careconnect/dev/repository.root";
import { parse } from "graphql";
import { beforeAll, describe, expect, it } from "vitest";
import { type OperationName, operations } from "../load/operations.ts";
import { documents } from "./aggregator.documents.ts";

/** The texts of all fetches of the gateway's plan for an operation, in the order of the plan. */
let fetchesOf: (operation: string) => string[];
beforeAll(() => {
  const supergraph = Supergraph.build(readFileSync(join(repositoryRoot, "schema/supergraph.graphql"), "utf8"));
  const planner = new QueryPlanner(supergraph);
  fetchesOf = (operation) => {
    const plan = planner.buildQueryPlan(operationFromDocument(supergraph.apiSchema(), parse(operation)));
    const found: string[] = [];
    JSON.stringify(plan, (key, value: unknown) => {
      if (key === "operation" && typeof value === "string") found.push(value);
      return key === "operationDocumentNode" ? undefined : value;
    });
    return found;
  };
});

describe("the aggregator", () => {
  it.each(Object.keys(operations) as OperationName[])("asks the subgraphs what the gateway asks them: %s", (name) => {
    expect(Object.values(documents[name])).toEqual(fetchesOf(operations[name]));
  });
});
