import { cannotFollow, invariant, withFact, type DatedName } from '#libs/kernel';
import type { bodyEvents, DomainEvent } from '#libs/contracts';

export type BodyEvent = DomainEvent<typeof bodyEvents>;
export type BodyCreated = Extract<BodyEvent, { type: 'BodyCreated' }>;
export type BodyResized = Extract<BodyEvent, { type: 'BodyResized' }>;
export type BodyRenamed = Extract<BodyEvent, { type: 'BodyRenamed' }>;
export type BodyAbolished = Extract<BodyEvent, { type: 'BodyAbolished' }>;

interface BodyFacts {
  readonly created: BodyCreated;
  /** The names that it has borne, in the order of the days from which it bears them. */
  readonly names: readonly DatedName[];
  /** Decisions on the size in the order of the days from which they hold. */
  readonly sizes: readonly BodyResized[];
}

export type BodyState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'active' } & BodyFacts)
  | ({ readonly status: 'abolished'; readonly abolition: BodyAbolished } & BodyFacts);

export const noBody: BodyState = { status: 'absent' };

export function evolveBody(state: BodyState, event: BodyEvent): BodyState {
  if (event.type === 'BodyCreated') {
    invariant(state.status === 'absent', `a body was created twice: ${event.bodyId}`);
    const { name, since } = event;
    return { status: 'active', created: event, names: [{ name, since }], sizes: [] };
  }
  invariant(state.status !== 'absent', `${event.type} of a body that was never created: ${event.bodyId}`);
  if (event.type === 'BodyResized') return { ...state, sizes: withFact(state.sizes, event) };
  if (event.type === 'BodyRenamed') {
    const { name, since } = event;
    return { ...state, names: withFact(state.names, { name, since }) };
  }
  const overtakes = state.status === 'active' || overtakesAbolition(event, state.abolition);
  if (!overtakes) cannotFollow(event, 'the body is abolished');
  return { ...state, status: 'abolished', abolition: event };
}

/** A succession is law: it also overtakes an abolition that had been decided for a later day. */
export function overtakesAbolition({ cause, on }: Pick<BodyAbolished, 'cause' | 'on'>, before: BodyAbolished): boolean {
  return cause === 'succession' && on < before.on;
}
