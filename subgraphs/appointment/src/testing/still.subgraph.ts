import { startSubgraph } from "@careconnect/kit";
import { appointmentSubgraph } from "../subgraph.ts";

/** The subgraph without what it does by itself: a test does that when it says. */
await startSubgraph({ ...appointmentSubgraph, tasks: [] });
