import { testMerge } from "@careconnect/kit/testing";
import { identitySubgraph } from "../subgraph.ts";

testMerge(identitySubgraph, { user_account: { roles: ["PATIENT"], providerId: null } });
