import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll } from "vitest";
import { appointmentSubgraph } from "../subgraph.ts";

/** Runs the subgraph twice over one database while the tests of the file run; it is there from their first hook on. */
export function twoProcesses(): [TestSubgraph, TestSubgraph] {
  const processes: TestSubgraph[] = [];
  beforeAll(async () => {
    const first = await startTestSubgraph(appointmentSubgraph);
    processes.push(first, await startTestSubgraph(appointmentSubgraph, { beside: first }));
  });
  afterAll(async () => {
    for (const running of processes.toReversed()) await running.close();
  });
  return processes as [TestSubgraph, TestSubgraph];
}
