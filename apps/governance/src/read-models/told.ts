import { invariant } from '#libs/kernel';

/** The document that has to be there because the decider of its stream saw to it; without it the history is broken. */
export function told<Document>(document: Document | undefined, key: string): Document {
  invariant(document !== undefined, `an event about something whose beginning is not in the ledger: ${key}`);
  return document;
}
