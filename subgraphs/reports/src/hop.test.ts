import { testHop } from "@careconnect/kit/testing";
import { reportsSubgraph } from "./subgraph.ts";

testHop(reportsSubgraph);
