import { isTimeZone } from "@careconnect/kit";
import { z } from "zod";

/** The rules that a provider's values obey, whichever way they come in. */
export const providerName = z.string().trim().min(1, "must not be empty").max(200, "must have 200 characters at most");

export const specialtyCode = z.string().trim().min(1, "must not be empty").max(100, "must have 100 characters at most");

export const timeZoneName = z.string().refine(isTimeZone, "must be an IANA time zone such as America/New_York");

/** Specialties, or locations, of one provider at most. */
export const mostLinks = 50;
