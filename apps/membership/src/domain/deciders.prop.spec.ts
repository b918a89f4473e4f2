import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '#libs/kernel';
import { deciderIsIdempotent, propertySeed } from '#libs/kernel/testing';
import {
  anyAntennaCommands,
  anyClaims,
  anyClusterCommands,
  anyMembershipCommands,
  anyOrganisationCommands,
} from '../../test/any-command.ts';
import { antenna } from './antenna/antenna.ts';
import { cluster } from './cluster/cluster.ts';
import { membership } from './membership/membership.decide.ts';
import type { MembershipEvent } from './membership/membership.ts';
import { organisation } from './organisation/organisation.ts';
import { sirenClaim } from './organisation/siren-claim.ts';

describe('every decider', () => {
  deciderIsIdempotent('organisation', organisation, anyOrganisationCommands);
  deciderIsIdempotent('siren claim', sirenClaim, anyClaims);
  deciderIsIdempotent('cluster', cluster, anyClusterCommands);
  deciderIsIdempotent('antenna', antenna, anyAntennaCommands);
  deciderIsIdempotent('membership', membership, anyMembershipCommands);
});

/** Joins less leaves, as the events alone tell them. */
function membersByEvents(events: readonly MembershipEvent[]): number {
  let members = 0;
  for (const event of events) {
    if (event.type === 'MemberAdmitted' || event.type === 'MemberTransferred') members += 1;
    if (event.type === 'MembershipEnded' || event.type === 'MembershipSucceeded') members -= 1;
  }
  return members;
}

describe('a membership through any commands', () => {
  it('is held at most once, and its events alone tell whether it is', () => {
    fc.assert(
      fc.property(anyMembershipCommands, (commands) => {
        let events: readonly MembershipEvent[] = [];
        for (const command of commands) {
          const decision = membership.decide(command, fold(membership, events));
          if (decision.ok) events = [...events, ...decision.events];
          const state = fold(membership, events);
          expect(membersByEvents(events)).toBe(state.status === 'active' ? 1 : 0);
        }
      }),
      { seed: propertySeed(), numRuns: 200 },
    );
  });

  it('keeps every origin once', () => {
    fc.assert(
      fc.property(anyMembershipCommands, (commands) => {
        let state = membership.initial;
        for (const command of commands) {
          const decision = membership.decide(command, state);
          if (decision.ok) state = fold(membership, decision.events, state);
        }
        const origins = state.status === 'absent' ? [] : state.origins;
        expect(new Set(origins.map((origin) => `${origin.membershipId} ${origin.operationId}`)).size).toBe(
          origins.length,
        );
      }),
      { seed: propertySeed(), numRuns: 200 },
    );
  });
});
