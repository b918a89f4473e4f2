import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { fold } from '#libs/kernel';
import { deciderIsIdempotent, propertySeed } from '#libs/kernel/testing';
import {
  anyAgreementCommands,
  anyAntennaCommands,
  anyClaims,
  anyClusterCommands,
  anyCollegeCommands,
  anyFeeCommands,
  anyFeePolicies,
  anyFundingCommands,
  anyLabelCommands,
  anyLabelSchemes,
  anyMembershipCommands,
  anyOrganisationCommands,
  anyObjectiveCommands,
  anySubsidyCommands,
  anyRepresentativeCommands,
  anyVolunteeringCommands,
} from '../../test/any-command.ts';
import { agreement } from './agreements/agreement.ts';
import { antenna } from './antenna/antenna.ts';
import { cluster } from './cluster/cluster.ts';
import { college } from './colleges/college.ts';
import { fee } from './fees/fee.decide.ts';
import { feePolicy } from './fees/fee-policy.ts';
import { sumOf } from './fees/fee.ts';
import { funding } from './funding/funding.ts';
import { label } from './labels/label.decide.ts';
import { endOf } from './labels/label.ts';
import { labelScheme } from './labels/label-scheme.ts';
import { membership, type MembershipCommand } from './membership/membership.decide.ts';
import { periodsOf, type MembershipEvent, type MembershipState } from './membership/membership.ts';
import { representative } from './representatives/representative.ts';
import { organisation } from './organisation/organisation.ts';
import { objective } from './objectives/objective.ts';
import { subsidy } from './subsidies/subsidy.decide.ts';
import { frozenSince, spentCents, subsidyOn } from './subsidies/subsidy.ts';
import { volunteering } from './volunteering/volunteering.ts';
import { identifierClaim } from './identifiers/identifier-claim.ts';

describe('every decider', () => {
  deciderIsIdempotent('organisation', organisation, anyOrganisationCommands);
  deciderIsIdempotent('identifier claim', identifierClaim, anyClaims);
  deciderIsIdempotent('cluster', cluster, anyClusterCommands);
  deciderIsIdempotent('antenna', antenna, anyAntennaCommands);
  deciderIsIdempotent('membership', membership, anyMembershipCommands);
  deciderIsIdempotent('representative', representative, anyRepresentativeCommands);
  deciderIsIdempotent('college', college, anyCollegeCommands);
  deciderIsIdempotent('fee policy', feePolicy, anyFeePolicies);
  deciderIsIdempotent('fee', fee, anyFeeCommands);
  deciderIsIdempotent('funding', funding, anyFundingCommands);
  deciderIsIdempotent('objective', objective, anyObjectiveCommands);
  deciderIsIdempotent('subsidy', subsidy, anySubsidyCommands);
  deciderIsIdempotent('volunteering', volunteering, anyVolunteeringCommands);
  deciderIsIdempotent('label scheme', labelScheme, anyLabelSchemes);
  deciderIsIdempotent('label', label, anyLabelCommands);
  deciderIsIdempotent('agreement', agreement, anyAgreementCommands);
});

function stateAfter(commands: readonly MembershipCommand[]): MembershipState {
  let events: readonly MembershipEvent[] = [];
  for (const command of commands) {
    const decision = membership.decide(command, fold(membership, events));
    if (decision.ok) events = [...events, ...decision.events];
  }
  return fold(membership, events);
}

describe('a membership through any commands', () => {
  it('is held at most once, in periods that do not overlap', () => {
    fc.assert(
      fc.property(anyMembershipCommands, (commands) => {
        const state = stateAfter(commands);
        expect(state.unsettled).toBeUndefined();
        const periods = periodsOf(state);
        periods.forEach(({ since, until, cause, operationId }, index) => {
          // What passes on its first day, and what comes back by an annulment on the day of its own end, was there for no day.
          const isZeroDays = since === until && (cause === 'succession' || operationId !== undefined);
          expect(until === undefined || since < until || isZeroDays).toBe(true);
          expect((periods[index - 1]?.until ?? since) <= since).toBe(true);
        });
        expect(periods.filter(({ until }) => until === undefined)).toHaveLength(state.status === 'active' ? 1 : 0);
      }),
      { seed: propertySeed(), numRuns: 300 },
    );
  });

  it('keeps every origin once', () => {
    fc.assert(
      fc.property(anyMembershipCommands, (commands) => {
        const state = stateAfter(commands);
        const origins = state.status === 'absent' ? [] : state.origins;
        expect(new Set(origins.map((origin) => `${origin.membershipId} ${origin.operationId}`)).size).toBe(
          origins.length,
        );
      }),
      { seed: propertySeed(), numRuns: 200 },
    );
  });
});

it('fees through any commands have periods that do not overlap, and no more is paid than was called', () => {
  fc.assert(
    fc.property(anyFeeCommands, (commands) => {
      let state = fee.initial;
      commands.forEach((command, at) => {
        const decision = fee.decide(command, state);
        if (decision.ok) state = fold(fee, decision.events, state);
        else expect([at, decision.rejection.type]).toEqual([at, expect.stringMatching(/^MBR_/)]);
      });
      state.fees.forEach(({ period, amountCents, payments, remissions }, index) => {
        expect((state.fees[index - 1]?.period.until ?? '') <= period.since).toBe(true);
        expect(sumOf(payments) + sumOf(remissions)).toBeLessThanOrEqual(amountCents);
      });
    }),
    { seed: propertySeed(), numRuns: 300 },
  );
});

it('a subsidy through any commands is never spent while it is frozen, nor beyond what was granted', () => {
  fc.assert(
    fc.property(anySubsidyCommands, (commands) => {
      let state = subsidy.initial;
      commands.forEach((command, at) => {
        const decision = subsidy.decide(command, state);
        if (decision.ok) state = fold(subsidy, decision.events, state);
        else expect([at, decision.rejection.type]).toEqual([at, expect.stringMatching(/^MBR_/)]);
      });
      const facts = state.facts.map(({ event }) => event);
      for (const { on } of state.known?.expenses ?? []) {
        const known = subsidyOn(facts, on);
        // Of one day what was spent comes before what freezes the rest.
        const frozen = known && frozenSince(known);
        expect([known?.grant === undefined, frozen !== undefined && frozen < on]).toEqual([false, false]);
      }
      const granted = state.known?.grant?.amountCents;
      if (state.known !== undefined && typeof granted === 'number')
        expect(spentCents(state.known)).toBeLessThanOrEqual(granted);
    }),
    { seed: propertySeed(), numRuns: 300 },
  );
});

it('a label through any commands is held once on each day', () => {
  fc.assert(
    fc.property(anyLabelCommands, (commands) => {
      let state = label.initial;
      for (const command of commands) {
        const decision = label.decide(command, state);
        if (decision.ok) state = fold(label, decision.events, state);
      }
      expect(state.unsettled).toBeUndefined();
      state.awards.forEach(({ since }, index) => {
        const before = state.awards[index - 1];
        if (before !== undefined) expect(endOf(before)).toEqual(expect.any(String));
        expect((before === undefined ? '' : (endOf(before) ?? '9999')) <= since).toBe(true);
      });
    }),
    { seed: propertySeed(), numRuns: 300 },
  );
});
