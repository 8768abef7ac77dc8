/** Reads IP addresses and CIDR ranges. */

/** An address as a number, with its family's width in bits: 32 or 128. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

export interface AddressRange extends Address {
  /** Leading bits that must be equal. */
  readonly prefix: number;
}

/** Reads an IPv4 or IPv6 address; undefined when the text is neither. */
export function parseAddress(text: string): Address | undefined {
  return text.includes(":") ? parseV6(text) : parseV4(text);
}

/** Reads CIDR notation; without a prefix length the range is the one address. */
export function parseRange(text: string): AddressRange | undefined {
  const [head = "", tail, ...rest] = text.split("/");
  const address = parseAddress(head);
  if (!address || rest.length > 0) return undefined;
  if (tail === undefined) return { ...address, prefix: address.bits };
  const prefix = /^\d{1,3}$/.test(tail) ? Number(tail) : Number.NaN;
  return prefix <= address.bits ? { ...address, prefix } : undefined;
}

export function inRange(address: Address, range: AddressRange): boolean {
  if (address.bits !== range.bits) return false;
  const shift = BigInt(range.bits - range.prefix);
  return address.value >> shift === range.value >> shift;
}

function parseV4(text: string): Address | undefined {
  const octets = text.split(".");
  if (octets.length !== 4 || octets.some((o) => !/^\d{1,3}$/.test(o) || Number(o) > 255)) return undefined;
  return { bits: 32, value: octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n) };
}

function parseV6(text: string): Address | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map(groupsOf);
  if (!head || (halves.length === 2 && !tail)) return undefined;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<bigint>(tail ? missing : 0).fill(0n), ...(tail ?? [])];
  return { bits: 128, value: groups.reduce((sum, group) => (sum << 16n) | group, 0n) };
}

function groupsOf(text: string): bigint[] | undefined {
  if (text === "") return [];
  const groups: bigint[] = [];
  const parts = text.split(":");
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1 && part.includes(".")) {
      const embedded = parseV4(part);
      if (!embedded) return undefined;
      groups.push(embedded.value >> 16n, embedded.value & 0xffffn);
    } else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return undefined;
  }
  return groups;
}
