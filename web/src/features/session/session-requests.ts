import type { Role } from "../../graphql/graphql.ts";

export interface DemoAccount {
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly organization: string;
}

export type SignInOutcome =
  | { readonly kind: "signed-in" }
  | { readonly kind: "invalid" }
  | { readonly kind: "limited"; readonly seconds: number | null }
  | { readonly kind: "unreachable" };

const timeoutMilliseconds = 15_000;
const headers = { "x-careconnect-csrf": "1" } as const;

export async function signIn(email: string, password: string): Promise<SignInOutcome> {
  try {
    const response = await fetch("/session", {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    if (response.ok) {
      return { kind: "signed-in" };
    }
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after"));
      return { kind: "limited", seconds: Number.isFinite(seconds) && seconds > 0 ? seconds : null };
    }
    return { kind: response.status === 401 || response.status === 400 ? "invalid" : "unreachable" };
  } catch {
    return { kind: "unreachable" };
  }
}

/** Whether the server really ended the session. */
export async function signOut(): Promise<boolean> {
  try {
    const response = await fetch("/session", {
      method: "DELETE",
      headers,
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    return response.ok || response.status === 401;
  } catch {
    return false;
  }
}

/** The accounts to pick from in demo mode; none elsewhere. */
export async function demoAccounts(signal: AbortSignal): Promise<readonly DemoAccount[]> {
  try {
    const response = await fetch("/session/accounts", { signal });
    return response.ok ? ((await response.json()) as readonly DemoAccount[]) : [];
  } catch {
    // Without the list there is still the form.
    return [];
  }
}
