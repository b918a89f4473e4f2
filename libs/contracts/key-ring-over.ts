import { z } from 'zod';
import { bytesOf, type KeyRing } from './open.ts';

/** So many ids are asked for at once. */
const MOST_IDS = 100;
const TIMEOUT_MS = 10_000;

/** Where keys are asked for, and as whom. */
export interface KeyRingSettings {
  /** The address of the system, `https://grappe.example`. */
  readonly url: string;
  /** A bearer token: of an administrator or auditor, or of the person whose keys are asked for. A function is asked for it each time. */
  readonly token: string | (() => string | Promise<string>);
  /** Default: the global one. */
  readonly fetch?: typeof fetch | undefined;
}

/** The keys are not for the holder of this token: 401 for one that is not valid, 403 for one that may not have them. */
export class KeysRefused extends Error {
  override readonly name = 'KeysRefused';
  constructor(
    readonly status: number,
    /** The stable code of the problem. */
    readonly code: string,
    detail: string,
  ) {
    super(`the keys were refused with ${String(status)} ${code}: ${detail}`);
  }
}

/** The keys could not be fetched; trying again later is right. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';
  constructor(
    why: string,
    /** Of the answer; undefined where there was none. */
    readonly status?: number,
    /** What the answer asks to wait. */
    readonly retryAfterSeconds?: number,
    options?: ErrorOptions,
  ) {
    super(`the keys could not be fetched: ${why}`, options);
  }
}

const keysSchema = z.object({
  items: z.array(
    z.union([
      z.object({ id: z.string(), key: z.string().regex(/^[A-Za-z0-9+/]{43}=$/, '32 bytes in base64') }),
      z.object({ id: z.string(), destroyed: z.literal(true) }),
    ]),
  ),
});
const problemSchema = z.object({ code: z.string(), detail: z.string().optional(), title: z.string().optional() });

/**
 * The keys that the system hands out to the holder of a token. They are fetched for each event and never kept: a key that was destroyed, so that
 * what was said about a person is erased, opens nothing any more from that moment on. Who keeps keys, or opened texts, has to erase them too.
 * `resolve`: @throws KeysRefused, KeysUnavailable
 */
export function keyRingOver(settings: KeyRingSettings): KeyRing {
  return {
    resolve: async (ids) => {
      const keys = new Map<string, Uint8Array | 'destroyed'>();
      const asked = [...new Set(ids)];
      for (let from = 0; from < asked.length; from += MOST_IDS)
        for (const item of await fetchKeys(settings, asked.slice(from, from + MOST_IDS)))
          keys.set(item.id, 'key' in item ? bytesOf(item.key) : 'destroyed');
      return keys;
    },
  };
}

async function fetchKeys(
  { url, token, fetch: ask = fetch }: KeyRingSettings,
  ids: readonly string[],
): Promise<z.infer<typeof keysSchema>['items']> {
  const address = new URL('api/v1/privacy/keys', url.endsWith('/') ? url : `${url}/`);
  address.searchParams.set('ids', ids.join(','));
  const authorization = `Bearer ${typeof token === 'string' ? token : await token()}`;
  // A token is for this address and no other.
  const init = { headers: { authorization }, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) } as const;
  const answer = await ask(address, init).catch((cause: unknown) => {
    throw new KeysUnavailable(cause instanceof Error ? cause.message : String(cause), undefined, undefined, { cause });
  });
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.status !== 200) throw refusalOf(answer, body);
  const { data } = keysSchema.safeParse(body);
  if (data === undefined) throw new KeysUnavailable(`${address.origin} answered something else`, answer.status);
  return data.items;
}

/** 429 and 5xx pass; everything else says that these keys are not for this caller. */
function refusalOf({ status, headers }: Response, body: unknown): KeysRefused | KeysUnavailable {
  const { code, detail, title } = problemSchema.safeParse(body).data ?? { code: 'unknown' };
  const why = detail ?? title ?? 'without a reason';
  if (status >= 400 && status < 500 && status !== 429) return new KeysRefused(status, code, why);
  const retryAfter = headers.get('retry-after') ?? '';
  const seconds = /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  return new KeysUnavailable(`${String(status)} ${code}: ${why}`, status, seconds);
}
