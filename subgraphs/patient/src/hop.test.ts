import { testHop } from "@careconnect/kit/testing";
import { patientSubgraph } from "./subgraph.ts";

testHop(patientSubgraph);
