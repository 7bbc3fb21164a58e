import type { CsvRecord } from "./csv.file.ts";
import { minorUnits } from "./minor.units.ts";
import { invalid } from "./row.rejection.ts";

/** The fields of one record by the names of the header, trimmed, read as what they must be or the row is rejected. */
export interface CsvFields<Column extends string = string> {
  readonly line: number;
  /** Undefined when empty. */
  text(column: Column): string | undefined;
  requiredText(column: Column): string;
  /** A day that exists, YYYY-MM-DD; undefined when empty. */
  day(column: Column): string | undefined;
  requiredDay(column: Column): string;
  /** A moment with its offset or Z, returned in UTC. */
  requiredInstant(column: Column): string;
  /** An amount in the currency's hundredths. */
  requiredAmount(column: Column): number;
}

/** Reads the records of one file: `header` is its first record. */
export function fieldReader<Column extends string>(
  header: readonly string[],
): (record: CsvRecord) => CsvFields<Column> {
  const indexOf = new Map(header.map((column, index) => [column, index]));
  return ({ line, fields }) => {
    if (fields.length !== header.length) {
      throw invalid("row", `has ${fields.length} fields, the header has ${header.length}`);
    }
    const text = (column: Column) => fields[indexOf.get(column) ?? -1]?.trim() || undefined;
    const requiredText = (column: Column) => {
      const value = text(column);
      if (value === undefined) throw invalid(column, "is empty");
      return value;
    };
    return {
      line,
      text,
      requiredText,
      day: (column) => {
        const value = text(column);
        return value === undefined ? undefined : dayOf(column, value);
      },
      requiredDay: (column) => dayOf(column, requiredText(column)),
      requiredInstant: (column) => instantOf(column, requiredText(column)),
      requiredAmount: (column) => amountOf(column, requiredText(column)),
    };
  };
}

function dayOf(column: string, value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || !isRealDay(value)) {
    throw invalid(column, `"${shown(value)}" is not a day, YYYY-MM-DD`);
  }
  return value;
}

const instantPattern = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

function instantOf(column: string, value: string): string {
  const day = instantPattern.exec(value)?.[1];
  const instant = new Date(value);
  if (day === undefined || !isRealDay(day) || Number.isNaN(instant.getTime())) {
    throw invalid(column, `"${shown(value)}" is not a date and time such as 2024-02-02T20:42:14Z`);
  }
  return instant.toISOString();
}

function amountOf(column: string, value: string): number {
  const amount = minorUnits(value);
  if (amount === undefined) throw invalid(column, `"${shown(value)}" is not an amount such as 129.16`);
  return amount;
}

/** `Date` takes February 30 for March 1. */
function isRealDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function shown(value: string): string {
  return value.length > 40 ? `${value.slice(0, 40)}…` : value;
}
