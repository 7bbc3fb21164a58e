/**
 * Ends what was begun by `setTimeout` and is still to come. Components leave some behind, as the dialogs of Mantine do that
 * give a field the focus: after the last test of a file there is no document any more in which they could.
 * @returns how to end them
 */
export function watchTimers(): () => void {
  const begun = new Set<ReturnType<typeof setTimeout>>();
  const begin = globalThis.setTimeout;
  globalThis.setTimeout = Object.assign((...call: Parameters<typeof setTimeout>) => {
    const timer = begin(...call);
    begun.add(timer);
    return timer;
  }, begin);
  return () => {
    for (const timer of begun) {
      clearTimeout(timer);
    }
    begun.clear();
  };
}
