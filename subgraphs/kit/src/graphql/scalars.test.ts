import { describe, expect, it } from "vitest";
import { Currency, DateTime, LocalDate, MinorUnits } from "./scalars.ts";

describe("MinorUnits", () => {
  it("carries more than Int can", () => {
    expect(MinorUnits.parseValue(9_007_199_254_740_991)).toBe(9_007_199_254_740_991);
    expect(MinorUnits.serialize(-3_000_000_000)).toBe(-3_000_000_000);
  });

  it.each([1.5, 2 ** 53, Number.NaN, "100", null])("refuses %s", (value) => {
    expect(() => MinorUnits.parseValue(value)).toThrow(/MinorUnits/);
  });
});

describe("DateTime", () => {
  it("reads any offset and answers in UTC", () => {
    const date = DateTime.parseValue("2026-11-20T09:30:00+05:45");
    expect(DateTime.serialize(date)).toBe("2026-11-20T03:45:00.000Z");
  });

  it.each(["2026-11-20", "2026-11-20T09:30:00", "2026-02-30T00:00:00Z", "0000-01-01T00:00:00Z", "yesterday", 0])(
    "refuses %s",
    (value) => {
      expect(() => DateTime.parseValue(value)).toThrow(/DateTime/);
    },
  );
});

describe("Date", () => {
  it("stays the day it is, whatever the zone", () => {
    expect(LocalDate.serialize("1984-02-29")).toBe("1984-02-29");
  });

  it.each(["2023-02-29", "1984-2-9", "1984-02-29T00:00:00Z", 5])("refuses %s", (value) => {
    expect(() => LocalDate.parseValue(value)).toThrow(/Date/);
  });
});

describe("Currency", () => {
  it("is a code of ISO 4217", () => {
    expect(Currency.parseValue("EUR")).toBe("EUR");
    expect(() => Currency.parseValue("BTCX")).toThrow(/ISO 4217/);
    expect(() => Currency.parseValue("usd")).toThrow(/ISO 4217/);
  });
});

describe("a refusal", () => {
  it("does not repeat the value, which may be personal", () => {
    expect(() => DateTime.parseValue("Zoë Ångström")).not.toThrow(/Zoë/);
  });
});
