import { testErasure } from "@careconnect/kit/testing";
import { reportsSubgraph } from "./subgraph.ts";

testErasure(reportsSubgraph);
