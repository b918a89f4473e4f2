import { MissingPosition, storableJson, storableText } from '#libs/kernel';
import { errorCode } from '#libs/postgres';
import type { Fault } from '../tables/checkpoints.ts';
import { PoisonEvent, messageOf } from './fold.ts';

/** A document that JSON cannot carry: the handler that made it is wrong. */
export class UnstorableDocument extends TypeError {
  override readonly name = 'UnstorableDocument';
  constructor(
    /** Whose documents they are. */
    readonly keys: readonly string[],
    cause: unknown,
  ) {
    super(`a document is not JSON: ${messageOf(cause)}`, { cause });
  }
}

/** @throws UnstorableDocument */
export function documentText(document: object, key: string): string {
  try {
    return storableJson(document);
  } catch (cause) {
    throw new UnstorableDocument([key], cause);
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

/** The errors of stores and brokers that cannot be reached; by name, because projections know neither. */
const AWAY: readonly string[] = ['StoreUnavailable', 'KafkaUnavailable'];

/** A fault of a server or of the network that passes without a change of code or data. */
export function isTransient(error: unknown): boolean {
  const code = errorCode(error) ?? '';
  if (TRANSIENT_CLASSES.includes(sqlClassOf(error)) || NETWORK_CODES.includes(code)) return true;
  return AWAY.includes(nameOf(error)) || (code === '' && /connection|timeout/i.test(messageOf(error)));
}

/** The error of a paused projection, for its checkpoint. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof PoisonEvent)) return { message: messageOf(error) };
  const { stream, type, id } = error.event;
  return { message: messageOf(error.reason), stream, type, eventId: id };
}

/** Why a key is parked. */
export interface ParkedFault {
  readonly name: string;
  readonly message: string;
}

const MESSAGE_LIMIT = 2_000;

/** The name and the message of any thrown value, as they can be stored. */
export function parkedFault(reason: unknown): ParkedFault {
  return {
    name: storableText(nameOf(reason), MESSAGE_LIMIT) || 'Error',
    message: storableText(messageOf(reason), MESSAGE_LIMIT),
  };
}

/** The position at which an error stops a projection; `current` where it does not say. */
export function positionOf(error: unknown, current: bigint): bigint {
  if (error instanceof PoisonEvent) return error.event.position;
  return error instanceof MissingPosition ? error.position : current;
}

function sqlClassOf(error: unknown): string {
  const code = errorCode(error) ?? '';
  return code.length === 5 ? code.slice(0, 2) : '';
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}
