import { accept, aggregate, cannotFollow, reject, type CommandFor, type Decision, type Refusal } from '#libs/kernel';
import type { DomainEvent, sirenEvents } from '#libs/contracts';

export type SirenEvent = DomainEvent<typeof sirenEvents>;
export type ClaimSiren = CommandFor<SirenEvent, 'ClaimSiren'>;
type SirenClaim = { readonly status: 'free' } | { readonly status: 'claimed'; readonly organisationId: string };

/** `found` is the organisation that bears the SIREN. */
export type SirenTaken = Refusal<'MBR_SIREN_TAKEN', 'found'>;

/** Taken together with a registration, so that no two organisations are ever registered with one SIREN. */
export const sirenClaim = aggregate({
  context: 'membership',
  name: 'siren',
  initial: { status: 'free' },
  evolve,
  decide,
});

function evolve(state: SirenClaim, event: SirenEvent): SirenClaim {
  if (state.status === 'claimed') cannotFollow(event, `organisation ${state.organisationId} bears the SIREN`);
  return { status: 'claimed', organisationId: event.organisationId };
}

function decide(command: ClaimSiren, state: SirenClaim): Decision<SirenEvent, SirenTaken> {
  if (state.status === 'free') return accept({ ...command, type: 'SirenClaimed' });
  if (state.organisationId === command.organisationId) return accept();
  return reject({ type: 'MBR_SIREN_TAKEN', found: state.organisationId });
}
