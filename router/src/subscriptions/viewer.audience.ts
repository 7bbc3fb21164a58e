import type { IssuedToken } from "../session/revocation.list.ts";

/** One who listens, as verified by the token shown. */
export interface Viewer {
  /** Who it is, for limits; never logged. */
  readonly id: string;
  /** Equal for equal tokens; a hash, so that no token stands in keys. */
  readonly key: string;
  /** What subgraphs are shown; undefined for a caller without a token. */
  readonly authorization: string | undefined;
  /** True when no identity was proved and proof is required. */
  readonly anonymous: boolean;
  /** Milliseconds of the epoch. */
  readonly expiresAt: number;
  /** What tells whether the token was revoked; undefined when none was verified. */
  readonly token: IssuedToken | undefined;
  /** Equal for viewers who may share what is open to sharing; undefined for those who share with nobody. */
  readonly group: string | undefined;
  readonly address: string;
}

/** Those who are given the same events. It is the security boundary of sharing. */
export interface Audience {
  readonly key: string;
  /** The member whose token is shown to subgraphs: the one that lasts longest. */
  speaker(): Viewer;
}

export interface Audiences {
  /** @returns the audience of this key, with the viewer in it, and how to leave it again */
  join(key: string, viewer: Viewer): { readonly audience: Audience; leave(): void };
}

interface Members extends Audience {
  readonly present: Set<{ readonly viewer: Viewer }>;
}

function createMembers(key: string, founder: Viewer): Members {
  const present = new Set<{ readonly viewer: Viewer }>();
  return {
    key,
    present,
    speaker() {
      let best: Viewer | undefined;
      for (const { viewer } of present) {
        if (best === undefined || viewer.expiresAt > best.expiresAt) best = viewer;
      }
      return best ?? founder;
    },
  };
}

export function createAudiences(): Audiences {
  const known = new Map<string, Members>();
  return {
    join(key, viewer) {
      const audience = known.get(key) ?? createMembers(key, viewer);
      known.set(key, audience);
      const membership = { viewer };
      audience.present.add(membership);
      return {
        audience,
        leave() {
          audience.present.delete(membership);
          if (audience.present.size === 0 && known.get(key) === audience) known.delete(key);
        },
      };
    },
  };
}
