import { testMerge } from "@careconnect/kit/testing";
import { appointmentSubgraph } from "../subgraph.ts";

testMerge(appointmentSubgraph);
