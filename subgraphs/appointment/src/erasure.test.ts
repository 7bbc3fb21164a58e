import { testErasure } from "@careconnect/kit/testing";
import { appointmentSubgraph } from "./subgraph.ts";

testErasure(appointmentSubgraph);
