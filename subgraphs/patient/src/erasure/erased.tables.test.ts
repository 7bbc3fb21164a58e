import { testErasure } from "@careconnect/kit/testing";
import { patientSubgraph } from "../subgraph.ts";

testErasure(patientSubgraph);
