import { startSubgraph } from "@careconnect/kit";
import { patientSubgraph } from "./subgraph.ts";

await startSubgraph(patientSubgraph);
