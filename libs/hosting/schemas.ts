import { keysSchema } from '#libs/event-store/personal';
import { messagingSchema } from '#libs/messaging';
import type { MigrationSet } from '#libs/postgres';
import { projectionsSchema } from '#libs/projections';
import { actorsSchema } from './actors.ts';

/** What stands in the database beside the store, whichever that is. */
export const SHARED_SCHEMAS: readonly MigrationSet[] = [projectionsSchema, messagingSchema, actorsSchema, keysSchema];
