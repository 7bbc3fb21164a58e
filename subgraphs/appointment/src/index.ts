import { startSubgraph } from "@careconnect/kit";
import { appointmentSubgraph } from "./subgraph.ts";

await startSubgraph(appointmentSubgraph);
