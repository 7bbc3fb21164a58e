import { testHop } from "@careconnect/kit/testing";
import { appointmentSubgraph } from "./subgraph.ts";

testHop(appointmentSubgraph);
