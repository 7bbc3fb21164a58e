import { registerEnumType } from "type-graphql";

/** Which visits of a series a change is about. One alone is changed like any other visit. */
export enum SeriesScope {
  FOLLOWING = "FOLLOWING",
  ALL = "ALL",
}

registerEnumType(SeriesScope, {
  name: "SeriesScope",
  description: "Which visits of a series a change is about. One alone is changed like any other visit.",
  valuesConfig: {
    FOLLOWING: { description: "The visit that is named, and those after it." },
    ALL: { description: "All that are to come." },
  },
});
