import type { Role } from "../../graphql/graphql.ts";

export interface DemoAccount {
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly organization: string;
}

/** How long the session goes on: without a sign of the user, and at most. */
export interface SessionTime {
  readonly idleExpiresInSeconds: number;
  readonly expiresInSeconds: number;
}

/** The session's time, that there is no session, or that the server did not say. */
export type SessionAnswer = SessionTime | "over" | "unknown";

/** Why a session has ended: nobody was there, the user left, or it was ended elsewhere. */
export type SessionEnd = "idle" | "left" | "ended";

/** Where the tabs of one browser, which share the session, tell each other of it. */
export const sessionChannel = "careconnect-session";

const timeoutMilliseconds = 15_000;
const headers = { "x-careconnect-csrf": "1" } as const;

/**
 * Where a browser goes to sign in at identity's pages, which speak `language`, and from there back to `path`.
 * @param account of the demo, whose address is filled in there
 */
export function signInAddress(path: string, language: string, account?: DemoAccount): string {
  const hint = account === undefined ? {} : { login_hint: account.email };
  return `/session/sign-in?${new URLSearchParams({ return: path, ui_locales: language, ...hint })}`;
}

async function ask(path: string, method: "GET" | "POST"): Promise<SessionAnswer> {
  try {
    const response = await fetch(path, { method, headers, signal: AbortSignal.timeout(timeoutMilliseconds) });
    if (response.status === 401) {
      return "over";
    }
    return response.ok ? ((await response.json()) as SessionTime) : "unknown";
  } catch {
    return "unknown";
  }
}

/** Asking is no sign of the user. */
export function readSession(): Promise<SessionAnswer> {
  return ask("/session", "GET");
}

/** Tells the server that the user has done something. */
export function reportActivity(): Promise<SessionAnswer> {
  return ask("/session/activity", "POST");
}

const leavingKey = "careconnect-leaving";

/** Whether somebody has left and the server may not know it yet. */
export function isLeaving(): boolean {
  return localStorage.getItem(leavingKey) !== null;
}

/** Whether the server really ended the session. Until it has, the device knows that its user has left. */
export async function signOut(): Promise<boolean> {
  localStorage.setItem(leavingKey, "1");
  try {
    const response = await fetch("/session", {
      method: "DELETE",
      headers,
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    const ended = response.ok || response.status === 401;
    if (ended) {
      localStorage.removeItem(leavingKey);
    }
    return ended;
  } catch {
    return false;
  }
}

/** The accounts of demo mode; none elsewhere. */
export async function demoAccounts(signal: AbortSignal): Promise<readonly DemoAccount[]> {
  try {
    const response = await fetch("/oidc/demo-accounts", { signal });
    return response.ok ? ((await response.json()) as readonly DemoAccount[]) : [];
  } catch {
    // The list is a courtesy.
    return [];
  }
}

/** Takes every tab of this browser, this one too, off what it shows. */
export function announceEnd(reason: SessionEnd): void {
  const channel = new BroadcastChannel(sessionChannel);
  channel.postMessage({ ended: reason });
  channel.close();
}
