/** The kit's, for every subgraph that refers to patients: here, the matrix finds and negates it. */
export { referToPatients } from "@careconnect/kit";
