import { isIPv4, isIPv6 } from "node:net";

/**
 * The network that an address is in, coarse enough to say which town or provider and not which door: the first three
 * numbers of an IPv4 address, the first three groups of an IPv6 address. Null for this machine and for nonsense.
 */
export function networkOf(address: string | undefined): string | null {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/, "") ?? "";
  if (isIPv4(plain)) return plain.startsWith("127.") ? null : `${plain.split(".").slice(0, 3).join(".")}.*`;
  if (!isIPv6(plain) || plain === "::1") return null;
  const [head = "", tail] = plain.split("::");
  const groups = head.split(":").filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(":").filter(Boolean).length;
  const first = [...groups, ...Array.from({ length: missing }, () => "0")].slice(0, 3);
  return `${first.join(":")}:*`;
}
