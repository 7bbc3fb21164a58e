import { registerEnumType } from "type-graphql";

/** Where somebody who waits stands. */
export enum WaitlistStatus {
  WAITING = "WAITING",
  OFFERED = "OFFERED",
  BOOKED = "BOOKED",
  LEFT = "LEFT",
  EXPIRED = "EXPIRED",
}

registerEnumType(WaitlistStatus, {
  name: "WaitlistStatus",
  description: "Where somebody who waits stands.",
  valuesConfig: {
    WAITING: { description: "Waits for a time that fits." },
    OFFERED: { description: "Has been offered one, which is held for them until the offer expires." },
    BOOKED: { description: "Has accepted an offer; the visit is booked." },
    LEFT: { description: "Does not wait any more." },
    EXPIRED: { description: "Waited in vain: the time in which they wanted to come is over." },
  },
});

/** The states in which somebody waits. */
export const waitingStatuses = [WaitlistStatus.WAITING, WaitlistStatus.OFFERED] as const;
