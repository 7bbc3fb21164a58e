import { testHop } from "@careconnect/kit/testing";
import { billingSubgraph } from "./subgraph.ts";

testHop(billingSubgraph);
