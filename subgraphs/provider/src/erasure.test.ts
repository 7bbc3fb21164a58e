import { testErasure } from "@careconnect/kit/testing";
import { providerSubgraph } from "./subgraph.ts";

testErasure(providerSubgraph);
