import type { Projection } from '#libs/projections';
import { CALENDAR_MODELS } from '../../../../apps/events/src/http/calendar.queries.ts';
import { clusters } from '../../../../apps/events/src/read-models/clusters/clusters.projection.ts';

/** What the calendar of a cluster is made from. */
export const AGENDA_MODELS: readonly Projection[] = [clusters, ...CALENDAR_MODELS];
