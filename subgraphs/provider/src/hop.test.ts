import { testHop } from "@careconnect/kit/testing";
import { providerSubgraph } from "./subgraph.ts";

testHop(providerSubgraph);
