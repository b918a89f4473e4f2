import type { DomainEvent, sirenEvents } from '#libs/contracts';
import { accept, aggregate, cannotFollow, reject, type Decision } from '#libs/kernel';
import type { Facts } from '../facts.ts';

export type SirenEvent = DomainEvent<typeof sirenEvents>;
export type ClaimSiren = { readonly type: 'ClaimSiren' } & Facts<SirenEvent, 'SirenClaimed'>;
export type SirenClaim = { readonly status: 'free' } | { readonly status: 'claimed'; readonly organisationId: string };

/** `found` is the organisation that bears the SIREN. */
export interface SirenTaken {
  readonly type: 'MBR_SIREN_TAKEN';
  readonly found: string;
}

/** Taken together with a registration, so that no two organisations are ever registered with one SIREN. */
export const sirenClaim = aggregate({ context: 'membership', name: 'siren', initial: free(), evolve, decide });

function free(): SirenClaim {
  return { status: 'free' };
}

function evolve(state: SirenClaim, event: SirenEvent): SirenClaim {
  if (state.status === 'claimed') cannotFollow(event, `organisation ${state.organisationId} bears the SIREN`);
  return { status: 'claimed', organisationId: event.organisationId };
}

function decide({ type: _type, ...facts }: ClaimSiren, state: SirenClaim): Decision<SirenEvent, SirenTaken> {
  if (state.status === 'free') return accept({ type: 'SirenClaimed', ...facts });
  if (state.organisationId === facts.organisationId) return accept();
  return reject({ type: 'MBR_SIREN_TAKEN', found: state.organisationId });
}
