import { terminalText } from '#libs/kernel';

const NAMED_KEYS = 5;

/** Columns as wide as their widest cell, two spaces apart, without trailing spaces. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows].map((line) => line.map(terminalText));
  const widths = head.map((_cell, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  const padded = lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  return padded.map((line) => line.join('  ').trimEnd()).join('\n');
}

/** `12,345`, whatever the language of the machine. */
export function groupDigits(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `key`, `keys` */
export function plural(count: number, what: string): string {
  return count === 1 ? what : `${what}s`;
}

/** The first of so many keys: `a, b`, `a, b, c, d, e, …` */
export function firstKeys(keys: readonly string[], total = keys.length): string {
  const named = keys.slice(0, NAMED_KEYS).map(terminalText);
  return `${named.join(', ')}${total > named.length ? ', …' : ''}`;
}

/** `2 keys (a, b)`, `1,204 keys (a, b, …)` */
export function parkedText({ keys, first }: { readonly keys: number; readonly first: readonly string[] }): string {
  return `${groupDigits(keys)} ${plural(keys, 'key')} (${firstKeys(first, keys)})`;
}
