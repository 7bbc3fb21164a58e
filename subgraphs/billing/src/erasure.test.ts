import { testErasure } from "@careconnect/kit/testing";
import { billingSubgraph } from "./subgraph.ts";

testErasure(billingSubgraph);
