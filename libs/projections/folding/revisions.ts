import { withoutEvents } from './rereading.ts';
import type { TypedEvent } from '../projection.ts';

/** The member of a stored document that says up to which revision of its own stream it goes. Queries give it beside the document. */
const REVISION = '$revision';

/** A document and the last revision of its own stream that is in it; undefined where it came from other streams so far. */
export interface AtRevision<Document> {
  readonly document: Document;
  readonly revision: number | undefined;
}

type Stored = Readonly<Record<string, unknown>>;

/**
 * The document that an event leaves under a key, with the revision that it goes up to: that of the event where it stands in the stream
 * of the key, else the one before.
 */
export function withRevision(
  subject: string,
  key: string,
  { stream, revision }: Pick<TypedEvent<unknown>, 'stream' | 'revision'>,
  [before, after]: readonly [object | undefined, object],
): object {
  const own = stream === `${subject}-${key}`;
  const reached = own ? Number(revision) : (before as Stored | undefined)?.[REVISION];
  return reached === undefined ? after : { ...after, [REVISION]: reached };
}

/** A stored document as queries give it; undefined where it is gone. */
export function atRevision<Document extends object>(stored: object): AtRevision<Document> | undefined {
  const shown = withoutEvents(stored);
  if (shown === undefined) return undefined;
  const { [REVISION]: revision, ...document } = shown as Stored;
  return { document: document as Document, revision: typeof revision === 'number' ? revision : undefined };
}
