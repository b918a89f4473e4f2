import type { DomainEvent, sirenEvents } from '#libs/contracts';
import { accept, reject, streamName, type Decider, type StreamName } from '#libs/kernel';
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
export const sirenClaim: Decider<ClaimSiren, SirenClaim, SirenEvent, SirenTaken> = {
  initial: { status: 'free' },
  evolve: (_state, event) => ({ status: 'claimed', organisationId: event.organisationId }),
  decide: ({ type: _type, ...facts }, state) => {
    if (state.status === 'free') return accept({ type: 'SirenClaimed', ...facts });
    if (state.organisationId === facts.organisationId) return accept();
    return reject({ type: 'MBR_SIREN_TAKEN', found: state.organisationId });
  },
};

export function sirenStream(siren: string): StreamName {
  return streamName('membership', 'siren', siren);
}
