import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from "graphql";

/**
 * An integer of minor units (cents) within ±(2^53 − 1), carried as a JSON number.
 * `Int` would overflow at 21 million of a currency with cents.
 */
export const MinorUnits = new GraphQLScalarType<number, number>({
  name: "MinorUnits",
  description:
    "An amount in the currency's minor unit (cents for USD), an integer within ±(2^53 − 1), as a JSON number.",
  serialize: safeInteger,
  parseValue: safeInteger,
  parseLiteral: (node) => safeInteger(node.kind === Kind.INT ? Number(node.value) : undefined, node),
});

/** A point in time, always UTC. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: "DateTime",
  description:
    "A point in time in UTC, ISO 8601 with milliseconds, e.g. `2026-11-20T09:30:00.000Z`. Input may carry any offset.",
  specifiedByURL: "https://scalars.graphql.org/andimarek/date-time.html",
  serialize: (value) => (value instanceof Date ? value : instant(value)).toISOString(),
  parseValue: (value) => instant(value),
  parseLiteral: (node) => instant(node.kind === Kind.STRING ? node.value : undefined, node),
});

/** A calendar day without a time or a zone: it never shifts. */
export const LocalDate = new GraphQLScalarType<string, string>({
  name: "Date",
  description: "A calendar day, ISO 8601, e.g. `1984-02-29`. It has no time zone and never shifts.",
  serialize: (value) => calendarDay(value),
  parseValue: (value) => calendarDay(value),
  parseLiteral: (node) => calendarDay(node.kind === Kind.STRING ? node.value : undefined, node),
});

const currencies = new Set(Intl.supportedValuesOf("currency"));

export const Currency = new GraphQLScalarType<string, string>({
  name: "Currency",
  description: "A currency by its ISO 4217 code, e.g. `USD`.",
  specifiedByURL: "https://www.iso.org/iso-4217-currency-codes.html",
  serialize: (value) => currency(value),
  parseValue: (value) => currency(value),
  parseLiteral: (node) => currency(node.kind === Kind.STRING ? node.value : undefined, node),
});

function safeInteger(value: unknown, node?: ValueNode): number {
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw refusal("MinorUnits must be an integer within ±(2^53 − 1).", node);
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

function instant(value: unknown, node?: ValueNode): Date {
  if (typeof value === "string" && instantPattern.test(value) && isCalendarDay(value.slice(0, 10))) {
    const date = new Date(value);
    if (!Number.isNaN(date.getTime())) return date;
  }
  throw refusal("DateTime must be ISO 8601 with a zone or offset, e.g. 2026-11-20T09:30:00Z.", node);
}

function calendarDay(value: unknown, node?: ValueNode): string {
  if (typeof value === "string" && isCalendarDay(value)) return value;
  throw refusal("Date must be a real calendar day, e.g. 1984-02-29.", node);
}

/** Whether `value` is `YYYY-MM-DD` and a day that exists. */
export function isCalendarDay(value: string): boolean {
  // PostgreSQL has no year 0.
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || value.startsWith("0000")) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** Whether `value` is the ISO 4217 code of a currency. */
export function isCurrency(value: string): boolean {
  return currencies.has(value);
}

function currency(value: unknown, node?: ValueNode): string {
  if (typeof value === "string" && isCurrency(value)) return value;
  throw refusal("Currency must be an ISO 4217 code, e.g. USD.", node);
}

// The refused value is not repeated: error messages may be logged, and it may be personal.
function refusal(message: string, node: ValueNode | undefined): GraphQLError {
  return new GraphQLError(message, {
    ...(node && { nodes: node }),
    extensions: { code: "BAD_USER_INPUT", invalidValue: true },
  });
}
