import { isIPv4, isIPv6 } from "node:net";

/**
 * The network that an address is in, coarse enough to say which town or provider and not which door: the first three
 * numbers of an IPv4 address, the first three groups of an IPv6 address. Null for this machine and for nonsense.
 */
export function networkOf(address: string | undefined): string | null {
  const plain = unmapped(address ?? "");
  if (isIPv4(plain)) return plain.startsWith("127.") ? null : `${plain.split(".").slice(0, 3).join(".")}.*`;
  if (!isIPv6(plain) || plain === "::1") return null;
  return `${groupsOf(plain, 3)}:*`;
}

/**
 * What of an address stands for one subscriber: an IPv4 address, or the first half of an IPv6 address, with which they
 * have as many as they like. The router counts by the same (its `subscriber.address.ts`).
 */
export function subscriberOf(address: string): string {
  const plain = unmapped(address);
  return isIPv6(plain) ? `${groupsOf(plain, 4)}::/64` : plain;
}

/** An IPv4 address as itself, also where a socket for both kinds names it. */
function unmapped(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, "");
}

/** The first groups of an IPv6 address, which may be shortened in many ways, in one spelling. */
function groupsOf(address: string, count: number): string {
  const [head = "", tail] = address.split("::");
  const groups = head.split(":").filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(":").filter(Boolean).length;
  const all = [...groups, ...Array.from({ length: missing }, () => "0"), ...(tail?.split(":") ?? [])];
  return all
    .slice(0, count)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
