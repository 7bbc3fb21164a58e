const channelOf = (userId: string) => `careconnect-commands-${userId}`;
const thisTab = crypto.randomUUID();

/** Tells the user's other tabs that something was done in this one: not what, and not to whom. */
export function announceCommand(userId: string): void {
  const channel = new BroadcastChannel(channelOf(userId));
  channel.postMessage(thisTab);
  channel.close();
}

/** Calls `listener` when the user did something in another tab; the returned function ends that. */
export function onCommandElsewhere(userId: string, listener: () => void): () => void {
  const channel = new BroadcastChannel(channelOf(userId));
  channel.onmessage = ({ data }) => data !== thisTab && listener();
  return () => channel.close();
}
