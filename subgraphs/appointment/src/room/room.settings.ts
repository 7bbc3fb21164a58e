import { ConfigurationError, givenVariables } from "@careconnect/kit";
import { z } from "zod";

/** What an operator decides about video visits. */
export interface RoomSettings {
  /** Where the web app is, for links into it. */
  readonly origin: string;
  /** How long before its start a visit's room opens, and how long after its end it closes. */
  readonly opensMinutes: number;
  readonly graceMinutes: number;
  /** How long a link opens the room. */
  readonly linkMinutes: number;
  /** A vendor's address instead of our own room, with places for `{room}` and `{side}`. */
  readonly vendorUrl: string | undefined;
  /** What helps browsers that cannot reach each other: stun:, turn: and turns: addresses. */
  readonly iceUrls: readonly string[];
  /** What the TURN servers' passwords are made with. */
  readonly turnSecret: string | undefined;
}

const minutes = (least: number, most: number, usual: number) =>
  z.coerce.number({ error: "must be a number of minutes" }).int().min(least).max(most).default(usual);

const iceUrl = z.string().regex(/^(stun|turns?):[^\s,]+$/, "must hold stun:, turn: or turns: addresses");

const variables = z.object({
  VIDEO_OPENS_MINUTES: minutes(0, 1_440, 15),
  VIDEO_GRACE_MINUTES: minutes(0, 1_440, 240),
  VIDEO_LINK_MINUTES: minutes(1, 1_440, 30),
  VIDEO_VENDOR_URL: z
    .string()
    .refine((url) => /^https:\/\//.test(url) && url.includes("{room}"), "must be an https URL with {room} in it")
    .optional(),
  VIDEO_ICE_URLS: z
    .string()
    .transform((list) => list.split(",").map((url) => url.trim()))
    .pipe(z.array(iceUrl).max(10))
    .optional(),
  VIDEO_TURN_SECRET: z.string().min(16, "must have 16 characters at least").optional(),
});

/** Reads the settings from the environment. @throws ConfigurationError */
export function readRoomSettings(env: NodeJS.ProcessEnv, issuer: string): RoomSettings {
  const parsed = variables.safeParse(givenVariables(env));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path[0]?.toString()} ${message}`);
    throw new ConfigurationError(`Video visits are not configured: ${problems.join("; ")}.`);
  }
  const { data } = parsed;
  const iceUrls = data.VIDEO_ICE_URLS ?? [];
  if (iceUrls.some((url) => url.startsWith("turn")) && !data.VIDEO_TURN_SECRET)
    throw new ConfigurationError("VIDEO_TURN_SECRET is missing: without it the TURN servers let nobody in.");
  return {
    origin: new URL(issuer).origin,
    opensMinutes: data.VIDEO_OPENS_MINUTES,
    graceMinutes: data.VIDEO_GRACE_MINUTES,
    linkMinutes: data.VIDEO_LINK_MINUTES,
    vendorUrl: data.VIDEO_VENDOR_URL,
    iceUrls,
    turnSecret: data.VIDEO_TURN_SECRET,
  };
}

let active: RoomSettings | undefined;

/** Video visits are as `settings` say from now on. */
export function useRoomSettings(settings: RoomSettings): void {
  active = settings;
}

export function roomSettings(): RoomSettings {
  if (!active) throw new Error("Video visits are not configured: call useRoomSettings() first.");
  return active;
}
