import { registerEnumType } from "type-graphql";

/** What is different on some days. */
export enum AvailabilityExceptionKind {
  LEAVE = "LEAVE",
  EXTRA_HOURS = "EXTRA_HOURS",
}

registerEnumType(AvailabilityExceptionKind, {
  name: "AvailabilityExceptionKind",
  description: "What is different on some days.",
  valuesConfig: {
    LEAVE: { description: "The provider is away, whatever else would be open: extra hours, too." },
    EXTRA_HOURS: { description: "The provider works beyond their weekly hours." },
  },
});
