import { startSubgraph } from "@careconnect/kit";
import { identitySubgraph } from "./subgraph.ts";

await startSubgraph(identitySubgraph);
