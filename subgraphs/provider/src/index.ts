import { startSubgraph } from "@careconnect/kit";
import { providerSubgraph } from "./subgraph.ts";

await startSubgraph(providerSubgraph);
