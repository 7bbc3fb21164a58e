import { startSubgraph } from "@careconnect/kit";
import { billingSubgraph } from "./subgraph.ts";

await startSubgraph(billingSubgraph);
