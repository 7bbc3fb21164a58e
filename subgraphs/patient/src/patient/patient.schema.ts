import { isCalendarDay, isTimeZone } from "@careconnect/kit";
import { z } from "zod";

/** The rules that a patient's values obey, whichever way they come in. */
export const patientName = z.string().trim().min(1, "must not be empty").max(200, "must have 200 characters at most");

export const pastDay = z
  .string()
  .refine(isCalendarDay, "must be a real day, YYYY-MM-DD")
  .refine((value) => value <= new Date().toISOString().slice(0, 10), "must not be in the future");

export const emailAddress = z.email("must be an e-mail address").max(320);

/** E.164: a plus, the country code, at most fifteen digits; what people put between them is dropped. */
export const phoneNumber = z
  .string()
  .transform((value) => value.replaceAll(/[\s().\-/]/g, ""))
  .refine((value) => /^\+[1-9]\d{6,14}$/.test(value), "must be an international number such as +1 617 555 0100");

export const languageTag = z
  .string()
  .max(35)
  .refine((value) => {
    try {
      return Intl.getCanonicalLocales(value).length === 1;
    } catch {
      return false;
    }
  }, "must be a BCP 47 tag such as es-MX");

export const timeZoneName = z.string().refine(isTimeZone, "must be an IANA time zone such as America/New_York");
