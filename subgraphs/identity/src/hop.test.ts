import { testHop } from "@careconnect/kit/testing";
import { identitySubgraph } from "./subgraph.ts";

testHop(identitySubgraph);
