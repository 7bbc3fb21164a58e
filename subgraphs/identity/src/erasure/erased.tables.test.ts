import { testErasure } from "@careconnect/kit/testing";
import { identitySubgraph } from "../subgraph.ts";

testErasure(identitySubgraph);
