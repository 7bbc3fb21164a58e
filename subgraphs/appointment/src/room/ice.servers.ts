import { createHmac } from "node:crypto";
import { roomSettings } from "./room.settings.ts";
import type { IceServer } from "./room.type.ts";

/**
 * What a browser may use to reach the other one. Passwords of TURN servers end with the room, as coturn's REST
 * interface has it (`use-auth-secret`): who has one can relay until then, and no longer. Never tried with a TURN server.
 */
export function iceServersFor(seat: string, until: Date): IceServer[] {
  const { iceUrls, turnSecret } = roomSettings();
  const stun = iceUrls.filter((url) => url.startsWith("stun:"));
  const turn = iceUrls.filter((url) => !url.startsWith("stun:"));
  const servers: IceServer[] = stun.length > 0 ? [{ urls: stun, username: null, credential: null }] : [];
  if (turn.length > 0 && turnSecret) {
    const username = `${Math.floor(until.getTime() / 1_000)}:${seat}`;
    const credential = createHmac("sha1", turnSecret).update(username).digest("base64");
    servers.push({ urls: turn, username, credential });
  }
  return servers;
}
