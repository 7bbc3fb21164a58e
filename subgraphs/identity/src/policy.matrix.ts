import type { PolicyMatrix } from "@careconnect/kit/testing";

export const policyMatrix: PolicyMatrix = {
  rows: {
    "Query.viewer": {
      may: {
        ADMIN: "organization",
        STAFF: "organization",
        NURSE: "organization",
        PROVIDER: "organization",
        PATIENT: "organization",
        PARTNER: "organization",
      },
      ofNobody: true,
    },
  },
};
