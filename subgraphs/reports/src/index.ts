import { startSubgraph } from "@careconnect/kit";
import { reportsSubgraph } from "./subgraph.ts";

await startSubgraph(reportsSubgraph);
