import { CommandRefusal, type ErrorDefinition, invalid } from "@careconnect/kit";

/** What the commands of applications refuse. */
export const applicationErrors: readonly ErrorDefinition[] = [
  {
    code: "OWN_APPLICATION",
    meaning: "you have submitted this application yourself, first or again",
    remedy: "have somebody else review it",
  },
];

export function ownApplication(): CommandRefusal {
  return new CommandRefusal(
    "OWN_APPLICATION",
    ["id"],
    "You have submitted this application yourself: somebody else has to review it.",
  );
}

export function askedOften(times: number): CommandRefusal {
  return invalid(["id"], `Information was asked for ${times} times: approve this application, or reject it.`);
}

export function practiceIsGone(): CommandRefusal {
  return invalid(["id"], "A specialty or a location of this application is not there any more: ask for another one.");
}
