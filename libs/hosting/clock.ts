import { v7 } from 'uuid';
import { instantFromEpochMs, uuid, type Clock, type IdSource } from '#libs/kernel';

/** The time of the machine. */
export const systemClock: Clock = { now: () => instantFromEpochMs(Date.now()) };

/** UUIDv7 (RFC 9562 §5.7): ids that sort by when they were drawn. */
export const systemIds: IdSource = { next: () => uuid(v7()) };
