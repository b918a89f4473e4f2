import { MissingPosition } from '#libs/kernel';
import type { Fault } from './checkpoints.ts';
import { PoisonEvent, said } from './fold.ts';

/** A document that JSON cannot carry: the handler that made it is wrong. */
export class UnstorableDocument extends TypeError {
  override readonly name = 'UnstorableDocument';
  /** Whose document it is, where that is known. */
  readonly key: string | undefined;
  constructor(message: string, { cause, key }: { readonly cause?: unknown; readonly key?: string | undefined } = {}) {
    super(message, { cause });
    this.key = key;
  }
}

/** @throws UnstorableDocument */
export function documentText(document: object, key?: string): string {
  try {
    return JSON.stringify(document);
  } catch (cause) {
    throw new UnstorableDocument(`a document is not JSON: ${said(cause)}`, { cause, key });
  }
}

/** SQLSTATE classes that say that the values are wrong, so that trying again changes nothing: data, integrity, size. */
const DATA_CLASSES: readonly string[] = ['22', '23', '54'];
/** SQLSTATE classes that pass by themselves: connection, rollback, resources, locks, intervention, system. */
const TRANSIENT_CLASSES: readonly string[] = ['08', '40', '53', '55', '57', '58'];
const NETWORK_CODES: readonly string[] = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'];

export function isDataFault(error: unknown): boolean {
  return error instanceof UnstorableDocument || DATA_CLASSES.includes(sqlClassOf(error));
}

/** What stores and brokers say while they cannot be reached; by name, because projections know neither. */
const AWAY: readonly string[] = ['StoreUnavailable', 'KafkaUnavailable'];

/** A fault of the surroundings that goes away without anybody changing code or data. */
export function isTransient(error: unknown): boolean {
  if (TRANSIENT_CLASSES.includes(sqlClassOf(error)) || NETWORK_CODES.includes(codeOf(error))) return true;
  if (AWAY.includes(nameOf(error))) return true;
  return codeOf(error) === '' && /connection|timeout/i.test(said(error));
}

/** What the checkpoint says about why its projection is paused. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof PoisonEvent)) return { message: said(error) };
  const { stream, type, id } = error.event;
  return { message: said(error.reason), stream, type, eventId: id };
}

/** The position at which an error stops a projection; `current` where it does not say. */
export function positionOf(error: unknown, current: bigint): bigint {
  if (error instanceof PoisonEvent) return error.event.position;
  return error instanceof MissingPosition ? error.position : current;
}

function sqlClassOf(error: unknown): string {
  const code = codeOf(error);
  return code.length === 5 ? code.slice(0, 2) : '';
}

function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}
