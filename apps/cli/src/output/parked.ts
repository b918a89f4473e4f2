import { grouped } from './progress.ts';

/** `2 keys (a, b)`, `1,204 keys (a, b, …)` */
export function parkedText({ keys, first }: { readonly keys: number; readonly first: readonly string[] }): string {
  const named = first.slice(0, NAMED_KEYS);
  const more = keys > named.length ? ', …' : '';
  return `${grouped(keys)} ${keys === 1 ? 'key' : 'keys'} (${named.join(', ')}${more})`;
}

const NAMED_KEYS = 5;
