import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SealedText } from '../personal.ts';
import type { PublishedEvent } from '../read-event.ts';

/** A sealed text with everything that it follows from. */
export interface SealedSample {
  readonly name: string;
  /** The 32 bytes of the key in base64. */
  readonly key: string;
  /** `<event id><JSON pointer in the record>`. */
  readonly bound: string;
  readonly text: string;
  readonly sealed: SealedText;
}

export const SEALED_TEXTS = join(import.meta.dirname, '..', 'sealed', 'texts.v1.json');

/** The golden samples of the sealed form, as they were released. */
export function sealedSamples(): readonly SealedSample[] {
  return JSON.parse(readFileSync(SEALED_TEXTS, 'utf8')) as readonly SealedSample[];
}

/** An event of a topic, and what further of its record may be beside it. */
export type SealedEvent = PublishedEvent & { readonly id: string; readonly metadata?: object };

/** An event, as much of it as opening needs, with the text at its place and nothing else. */
export function eventWith({ bound, sealed }: Pick<SealedSample, 'bound' | 'sealed'>): SealedEvent {
  const [id = '', ...path] = bound.split('/');
  const body = path.reduceRight<unknown>(
    (inner, name) => (/^\d+$/.test(name) ? Object.assign([], { [name]: inner }) : { [name]: inner }),
    sealed,
  );
  const event: object = { id, data: {}, ...(body as object) };
  return event as SealedEvent;
}

/** What stands in an event at the place. */
export function textAt(event: object, bound: string): unknown {
  const [, ...path] = bound.split('/');
  return path.reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>> | undefined)?.[name], event);
}
