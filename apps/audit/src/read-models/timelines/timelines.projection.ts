import { catalog, eventTypes, type GrappeEvents } from '#libs/contracts';
import { creates, keyed, projection } from '#libs/projections';
import { entitiesOf, entityOfKey, lineKey, timelineLine, type TimelineLine } from './timeline-line.ts';

const everyEvent = keyed<unknown, TimelineLine>(
  (event) => entitiesOf(event.data).map((entity) => lineKey(entity, event.position)),
  creates((event, key) => timelineLine(entityOfKey(key), event)),
);

/** Rises with the catalogue: an event that a process did not know yet passed it by, and only a rebuild brings its lines. */
const version = eventTypes().reduce((sum, type) => sum + (catalog.currentVersion(type) ?? 0), 0);

/** What happened to each thing, in the order of the log. */
export const timelines = projection<GrappeEvents, TimelineLine>({
  name: 'audit.timelines',
  version,
  columns: {
    entity: { type: 'text', from: 'entity' },
    type: { type: 'text', from: 'type' },
  },
  indexes: [['entity', 'key']],
  on: Object.fromEntries(eventTypes().map((type) => [type, everyEvent])),
});
