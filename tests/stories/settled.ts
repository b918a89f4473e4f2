import { setTimeout as delay } from 'node:timers/promises';
import type { ApiClient } from './api-client.ts';

interface ServiceHealth {
  readonly head: string;
  readonly unsequenced: string;
  readonly consumers: readonly { readonly name: string; readonly state: string; readonly caughtUp: boolean }[];
}

const POLL_MS = 20;

/**
 * Resolves once every consumer of every service has handled everything: two rounds over all of them find the same head, nothing
 * without a position, and no consumer behind. In one round an effect could fall between two answers.
 * @throws when a consumer is paused: waiting does not help
 */
export async function systemSettled(api: ApiClient): Promise<void> {
  for (let before: string | undefined; ;) {
    const head = await settledHead(api);
    if (head !== undefined && head === before) return;
    if (head === undefined) await delay(POLL_MS);
    before = head;
  }
}

/** The head that all have handled in this round; undefined while a consumer is behind. */
async function settledHead(api: ApiClient): Promise<string | undefined> {
  const { items } = await api.get<{ readonly items: readonly { readonly admin: string }[] }>('services');
  const heads = new Set<string>();
  for (const { admin } of items) {
    const path = `${admin.replace('/api/v1/', '')}/consumers`;
    const { head, unsequenced, consumers } = await api.get<ServiceHealth>(path);
    const paused = consumers.filter(({ state }) => state === 'paused').map(({ name }) => name);
    if (paused.length > 0) throw new Error(`paused: ${paused.join(', ')}`);
    if (unsequenced !== '0' || consumers.some(({ caughtUp }) => !caughtUp)) return undefined;
    heads.add(head);
  }
  return heads.size === 1 ? [...heads][0] : undefined;
}
