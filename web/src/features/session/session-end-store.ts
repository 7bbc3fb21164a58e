const key = "careconnect-session-ends-at";

/** When the session of this browser ends, as the server said it last: for pages that open where it cannot be asked. */
export interface SessionEndStore {
  readonly recall: () => number | undefined;
  readonly keep: (at: number) => void;
  readonly forget: () => void;
}

export const sessionEndStore: SessionEndStore = {
  recall() {
    const at = Number(localStorage.getItem(key) ?? Number.NaN);
    return Number.isFinite(at) ? at : undefined;
  },
  keep: (at) => localStorage.setItem(key, String(at)),
  forget: () => localStorage.removeItem(key),
};
