/**
 * Whose request it is, behind proxies. `X-Forwarded-For` can be written by anybody, and each proxy adds the address that it
 * heard from: only what proxies named in `TRUST_PROXY` added is believed, and without them nothing is.
 */
import { BlockList, isIP, isIPv4 } from 'node:net';

/** From the peer's own address and the header to the client's address, or `undefined` where nobody can know it. */
export type ClientAddress = (peer: string | undefined, forwardedFor: string | undefined) => string | undefined;

const LOOPBACK = ['127.0.0.0/8', '::1'];
const IPV6_GROUPS = 8;
/** What one subscriber is given is at least this long, and changes within it at will. */
const IPV6_NETWORK_GROUPS = 4;

/**
 * Reads `TRUST_PROXY`: how many proxies a request has come through, or their addresses and networks, comma-separated
 * (`loopback` for this machine's own). `undefined` for anything else.
 */
export function readTrustProxy(text: string): ClientAddress | undefined {
  if (/^[1-9]$/.test(text)) return (peer, forwardedFor) => plain(wayOf(peer, forwardedFor).at(-1 - Number(text)));
  const proxies = new BlockList();
  const names = text.split(',').flatMap((entry) => (entry.trim() === 'loopback' ? LOOPBACK : [entry.trim()]));
  if (!names.every((name) => addTo(proxies, name))) return undefined;
  return (peer, forwardedFor) => {
    const client = wayOf(peer, forwardedFor).findLast((address) => !contains(proxies, address));
    return plain(client);
  };
}

/** Every address on a request's way, the nearest last. */
function wayOf(peer: string | undefined, forwardedFor = ''): string[] {
  const before = forwardedFor.split(',').map((entry) => entry.trim());
  return [...before.filter(Boolean), peer ?? ''].map(withoutPort);
}

function addTo(proxies: BlockList, name: string): boolean {
  const [address = '', bits, ...rest] = name.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (bits === undefined) proxies.addAddress(address, type);
  else if (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
    proxies.addSubnet(address, Number(bits), type);
  else return false;
  return true;
}

function contains(proxies: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && proxies.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** `1.2.3.4:5678`, `[::1]:80` and `::ffff:1.2.3.4` are written too. */
function withoutPort(address: string): string {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^([\d.]+):\d+$/.exec(address)?.[1] ?? address;
  return /^::ffff:([\d.]+)$/i.exec(bare)?.[1] ?? bare;
}

/** An IPv4 address, or an IPv6 network. */
function plain(address: string | undefined): string | undefined {
  if (address === undefined || isIP(address) === 0) return undefined;
  if (isIPv4(address)) return address;
  const [head = '', tail] = address.split('%', 1)[0]?.toLowerCase().split('::') ?? [];
  const groups = (part: string) => part.split(':').filter(Boolean);
  const gap = IPV6_GROUPS - groups(head).length - groups(tail ?? '').length;
  const all = [...groups(head), ...Array<string>(Math.max(0, gap)).fill('0'), ...groups(tail ?? '')];
  const network = all.slice(0, IPV6_NETWORK_GROUPS).map((group) => parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
