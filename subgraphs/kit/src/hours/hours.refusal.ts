import { invalid } from "../command/field.sentence.ts";

/** How much leave and how many extra hours one provider has at most, as far as they are not over. */
const mostExceptions = 200;

/** Refuses a day that is over on the provider's calendar. @throws CommandRefusal */
export function requireToCome(field: readonly string[], day: string, today: string): void {
  if (day >= today) return;
  throw invalid(field, `must not be before today, which is ${today} where the provider is: the past keeps its hours`);
}

/** Refuses one more exception to the `known` ones, which are not over. @throws CommandRefusal */
export function requireRoom(known: number): void {
  if (known < mostExceptions) return;
  throw invalid(
    ["providerId"],
    `The provider has ${mostExceptions} times of leave and extra hours to come: take some back, or change the weekly hours.`,
  );
}
