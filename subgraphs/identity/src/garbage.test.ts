import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer, testGarbage } from "@careconnect/kit/testing";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll } from "vitest";
import { identitySubgraph } from "./subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const admin: TestViewer = { organizationId, roles: [Role.ADMIN] };
const doctor: TestViewer = { organizationId, roles: [Role.PROVIDER], userId: uuidv7() };

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(identitySubgraph);
});
afterAll(() => identity.close());

testGarbage(identitySubgraph, () => identity, [admin, doctor]);
