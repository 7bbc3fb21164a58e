/** How many visits a series has at most. */
export const mostOccurrences = 100;

/** How a rule is written, and how its end is, for a person. */
export const ruleForm = "write it as RFC 5545 does, e.g. FREQ=WEEKLY;BYDAY=MO;COUNT=10";
export const untilForm = "UNTIL, an instant in UTC such as 20270131T170000Z";

/** The numbers that a part of a rule may have (RFC 5545). */
interface NumberRange {
  readonly least: number;
  readonly most: number;
  /** Whether they may be counted from the end, too: -1 is the last. */
  readonly fromTheEnd: boolean;
}

const upTo = (most: number): NumberRange => ({ least: 1, most, fromTheEnd: false });
const eitherWay = (most: number): NumberRange => ({ least: 1, most, fromTheEnd: true });

/** Null: what the part may say is no number. */
const parts: Readonly<Record<string, NumberRange | null>> = {
  FREQ: null,
  UNTIL: null,
  WKST: null,
  RSCALE: null,
  SKIP: null,
  COUNT: upTo(mostOccurrences),
  // In days, as long as a series may be.
  INTERVAL: upTo(731),
  BYSECOND: { least: 0, most: 60, fromTheEnd: false },
  BYMINUTE: { least: 0, most: 59, fromTheEnd: false },
  BYHOUR: { least: 0, most: 23, fromTheEnd: false },
  BYDAY: eitherWay(53),
  BYMONTHDAY: eitherWay(31),
  BYYEARDAY: eitherWay(366),
  BYWEEKNO: eitherWay(53),
  BYMONTH: upTo(12),
  BYSETPOS: eitherWay(366),
};

/**
 * What of a rule does not exist, for a person: a part that there is not, or twice, and a number that is out of range. The
 * library passes over these in silence, and would answer with the visits of another rule. What is written in another way
 * than RFC 5545 has it, the library refuses.
 */
export function problemOfParts(rule: string): string | undefined {
  const seen = new Set<string>();
  for (const part of rule
    .toUpperCase()
    .replace(/^RRULE:/, "")
    .split(";")) {
    const [name = "", values = ""] = part.split("=");
    const range = parts[name];
    if (range === undefined)
      return `A recurrence rule has no part ${name || "without a name"}. To have visits by a rule, ${ruleForm}.`;
    if (seen.has(name))
      return `A recurrence rule has each part once, and ${name} stands there twice. Leave one of them out.`;
    seen.add(name);
    const wrong = range && values.split(",").find((value) => !isWithin(range, value));
    if (range && wrong !== undefined) return `There is no ${wrong} in ${name}: it has ${shown(range)}.`;
    if (name === "UNTIL" && !/^\d{8}T\d{6}Z$/.test(values))
      return `Write the end of a recurrence rule as ${untilForm}.`;
  }
  return undefined;
}

/** A weekday follows its number, if there is one. */
function isWithin({ least, most, fromTheEnd }: NumberRange, value: string): boolean {
  const number = /^[+-]?\d+/.exec(value)?.[0];
  if (number === undefined) return true;
  const counted = fromTheEnd ? Math.abs(Number(number)) : Number(number);
  return least <= counted && counted <= most;
}

function shown({ least, most, fromTheEnd }: NumberRange): string {
  return `${least} to ${most}${fromTheEnd ? `, or -${least} to -${most} from the end` : ""}`;
}
