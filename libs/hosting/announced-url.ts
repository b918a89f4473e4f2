import { isIPv6 } from 'node:net';

/** The URL of a port on a host, for people and for `platform.json`: an IPv6 address stands in brackets (RFC 3986, 3.2.2). */
export function announcedUrl(host: string, port: number | string): string {
  return `http://${isIPv6(host) ? `[${host.replace('%', '%25')}]` : host}:${String(port)}`;
}
