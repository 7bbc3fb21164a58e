import { testMerge } from "@careconnect/kit/testing";
import { providerSubgraph } from "../subgraph.ts";

testMerge(providerSubgraph);
