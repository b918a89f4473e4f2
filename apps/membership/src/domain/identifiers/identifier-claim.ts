import type { DomainEvent, identifierEvents } from '#libs/contracts';
import {
  accept,
  aggregate,
  cannotFollow,
  reject,
  type CommandFor,
  type Decision,
  type EventOf,
  type Refusal,
} from '#libs/kernel';

export type IdentifierEvent = DomainEvent<typeof identifierEvents>;
type Claimed = EventOf<IdentifierEvent, 'IdentifierClaimed'>;
export type ClaimIdentifier = CommandFor<Claimed, 'ClaimIdentifier'>;
type ReleaseIdentifier = CommandFor<EventOf<IdentifierEvent, 'IdentifierReleased'>, 'ReleaseIdentifier'>;
type IdentifierClaim =
  { readonly status: 'free' } | ({ readonly status: 'claimed' } & Pick<Claimed, 'bearer' | 'bearerId'>);

/** `found` is the body that bears the identifier. */
export type IdentifierTaken = Refusal<'MBR_IDENTIFIER_TAKEN', 'found' | 'required'>;

/**
 * Taken together with whatever records the identifier, so that no two bodies bear one, on whatever days: it is never given again. It is free once it was recorded
 * by mistake.
 */
export const identifierClaim = aggregate({
  context: 'membership',
  name: 'identifier',
  initial: { status: 'free' },
  evolve,
  decide,
});

function evolve(state: IdentifierClaim, event: IdentifierEvent): IdentifierClaim {
  if (event.type === 'IdentifierReleased') {
    if (state.status === 'free') cannotFollow(event, 'nobody bears the identifier');
    return { status: 'free' };
  }
  if (state.status === 'claimed') cannotFollow(event, `${state.bearer} ${state.bearerId} bears the identifier`);
  return { status: 'claimed', bearer: event.bearer, bearerId: event.bearerId };
}

function decide(
  command: ClaimIdentifier | ReleaseIdentifier,
  state: IdentifierClaim,
): Decision<IdentifierEvent, IdentifierTaken> {
  const isOwn = state.status === 'claimed' && state.bearerId === command.bearerId;
  if (command.type === 'ReleaseIdentifier')
    return isOwn ? accept({ ...command, type: 'IdentifierReleased' }) : accept();
  if (state.status === 'free') return accept({ ...command, type: 'IdentifierClaimed' });
  if (isOwn) return accept();
  const { scheme, value } = command.identifier;
  const required = `an identifier that nobody else bears or ever bore, found ${scheme} ${value}`;
  return reject({ type: 'MBR_IDENTIFIER_TAKEN', found: `${state.bearer} ${state.bearerId}`, required });
}
