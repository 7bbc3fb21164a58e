import { expect, it } from "vitest";
import { httpProblem } from "./http.problem.ts";

const message = "Send it again.";
const failing = (code: string) => Object.assign(new Error("as the driver says it"), { code });

it.each([
  ["the server has ended", failing("57P01")],
  ["the server begins", failing("57P03")],
  ["nobody listens", failing("ECONNREFUSED")],
  ["the connection was lost", new Error("Connection terminated unexpectedly")],
  ["a statement took too long", failing("57014")],
  ["no connection was free", new Error("timeout exceeded when trying to connect")],
])("that a database cannot be used is no fault: %s", (_what, error) => {
  expect(httpProblem(error, message)).toEqual({ status: 503, code: "SUBGRAPH_UNAVAILABLE", message });
});

it("anything else that nobody said on purpose is a fault", () => {
  expect(httpProblem(failing("23505"), message)).toEqual({ status: 500, code: "INTERNAL_SERVER_ERROR", message });
});
