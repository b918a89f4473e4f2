import type { EventData } from '#libs/contracts';
import type { specimenEvents } from './archive/specimen.ts';

/** Stands for `#libs/contracts` as it is once the template has become a context: what `npm run new` writes imports that. */
export { nameSchema, type DomainEvent, type Immutable } from '#libs/contracts';
export { specimenEvents } from './archive/specimen.ts';
export type GrappeEvents = EventData<'archive', typeof specimenEvents>;
