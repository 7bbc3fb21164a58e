import { testErasure } from "@careconnect/kit/testing";
import { identitySubgraph } from "../subgraph.ts";

// Somebody who works here, too, keeps their account.
testErasure(identitySubgraph, { user_account: { roles: ["PATIENT"], providerId: null } });
