import type { GrappeEvents } from './contexts.ts';
import type { EventType } from './event-catalog.ts';
import { erasedAt, openTexts, type SealedText } from './personal.ts';
import type { PublishedEvent } from './read-event.ts';

/** The keys with which texts open. `GET /api/v1/privacy/keys` serves those who may have them; see `keyRingOver`. */
export interface KeyRing {
  /** The keys of these ids, 32 bytes each. One that is not in the answer is unknown, which is another thing than destroyed. */
  resolve(ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array | 'destroyed'>>;
}

/**
 * The key of a text is not in the key ring: the wrong one, or one that was restored without all of its keys. Nothing is taken for erased by
 * that: who reads the text stops there, and goes on once the key is back.
 */
export class UnknownKey extends Error {
  override readonly name = 'UnknownKey';
  constructor(
    readonly keyId: string,
    /** The id of its event and its place in the record. */
    readonly bound: string,
  ) {
    super(`the key ${keyId} of the text at ${bound} is not in the key ring`);
  }
}

/** A text does not open under its key: it was altered, moved to another place, or the key is not the one it names. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';
  constructor(
    readonly keyId: string,
    /** The id of its event and its place in the record. */
    readonly bound: string,
  ) {
    super(`the text at ${bound} does not open under the key ${keyId}`);
  }
}

/** The event with its personal texts in clear. A plain record of its members: the compiler finds the event that it is by its type, among hundreds. */
export type Opened<Event extends { readonly type: EventType }> = Event extends {
  readonly type: infer Type extends EventType;
}
  ? { readonly [Member in keyof Event]: Member extends 'data' ? GrappeEvents[Type] : Event[Member] }
  : never;

/**
 * An event of a topic with its personal texts in clear; those whose key is destroyed say that they are erased. `id` is the record's `ce_id`: a
 * text opens in its own event only.
 * @throws UnknownKey, BrokenSeal, and as the key ring
 */
export async function open<Event extends PublishedEvent & { readonly id: string }>(
  event: Event,
  keyRing: KeyRing,
): Promise<Opened<Event>> {
  const sealed = new Map<string, SealedText>();
  openTexts(event, (text, bound) => {
    sealed.set(bound, text);
    return '';
  });
  const keys = sealed.size === 0 ? new Map<string, never>() : await keyRing.resolve(idsOf(sealed.values()));
  const texts = new Map<string, string | undefined>();
  for (const [bound, text] of sealed) texts.set(bound, await clearText(text, bound, keys.get(text.k)));
  const opened: object = openTexts(event, (_text, bound) => texts.get(bound));
  return opened as Opened<Event>;
}

const idsOf = (texts: Iterable<SealedText>): readonly string[] => [...new Set(Array.from(texts, ({ k }) => k))];

async function clearText(
  text: SealedText,
  bound: string,
  key: Uint8Array | 'destroyed' | undefined,
): Promise<string | undefined> {
  if (key === undefined) throw new UnknownKey(text.k, bound);
  if (key === 'destroyed') return erasedAt(bound, text);
  try {
    const imported = await crypto.subtle.importKey('raw', new Uint8Array(key), 'AES-GCM', false, ['decrypt']);
    const settings = { name: 'AES-GCM', iv: bytesOf(text.iv), additionalData: new TextEncoder().encode(bound) };
    // A text may begin with U+FEFF, which is a part of it.
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      await crypto.subtle.decrypt(settings, imported, bytesOf(text.ct)),
    );
  } catch {
    throw new BrokenSeal(text.k, bound);
  }
}

/** @throws for what is no base64 */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
