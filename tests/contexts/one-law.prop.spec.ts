import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { asOf } from '#libs/bitemporal';
import { readEvent, type GrappeEvent, type GrappeEvents } from '#libs/contracts';
import { periodOn } from '#libs/contracts/facts';
import { calendarDate, nameOn, visibleNames, type Decider } from '#libs/kernel';
import { countedUuid, propertySeed } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { clusterNameAt, organisationNameAt } from '../../apps/audit/src/queries/at-point.ts';
import { factId, isKind, type Fact, type FactKind } from '../../apps/audit/src/read-models/facts/fact.ts';
import { factsAfter } from '../../apps/audit/test/facts-after.ts';
import { cluster } from '../../apps/membership/src/domain/cluster/cluster.ts';
import { membership } from '../../apps/membership/src/domain/membership/membership.decide.ts';
import { membershipId } from '../../apps/membership/src/domain/membership/membership.ts';
import { organisation } from '../../apps/membership/src/domain/organisation/organisation.ts';
import { clusters, viewOfCluster } from '../../apps/membership/src/read-models/clusters/clusters.projection.ts';
import { countOn, countsOf } from '../../apps/membership/src/read-models/memberships/counts.ts';
import { memberships } from '../../apps/membership/src/read-models/memberships/memberships.projection.ts';
import { organisations } from '../../apps/membership/src/read-models/organisations/organisations.projection.ts';
import {
  anyClusterCommands,
  anyMembershipCommands,
  anyOrganisationCommands,
} from '../../apps/membership/test/any-command.ts';
import { esker, numelink } from '../../apps/membership/test/facts.ts';
import { clusters as copied, visibleName } from '../../apps/mergers/src/read-models/clusters/clusters.projection.ts';
import { memberLists } from '../../apps/mergers/src/read-models/member-lists/member-lists.projection.ts';
import { organisationNames } from '../../apps/mergers/src/read-models/organisations/organisations.projection.ts';

/** The state under the ids that the events have where read models are made of them: corrections name facts by these. */
function stateAfter<State, Event>(decider: Decider<never, State, Event, unknown>, events: readonly Event[]): State {
  return events.reduce(
    (state, event, index) => decider.evolve(state, event, countedUuid(index + 1, 0xe)),
    decider.initial,
  );
}

/** What these commands led to, as the membership context publishes it. */
function published<Command, State, Event extends { readonly type: string }>(
  decider: Decider<Command, State, Event, unknown>,
  commands: readonly Command[],
): readonly Happened<GrappeEvents>[] {
  const events = commands.reduce<readonly Event[]>((before, command) => {
    const decision = decider.decide(command, stateAfter(decider, before));
    return decision.ok ? [...before, ...decision.events] : before;
  }, []);
  return events.map(({ type, ...data }) => readEvent(`membership.${type}.v1`, data) as GrappeEvent);
}

function factOf<Kind extends FactKind>(history: readonly Happened<GrappeEvents>[], kind: Kind, id: string) {
  const fact: Fact | undefined = factsAfter(history).get(factId(kind, id));
  return fact !== undefined && isKind(fact, kind) ? fact : undefined;
}

const AHEAD = '9999-12-31';
const DAYS = ['2010-01-01', '2012-06-29', '2012-06-30', '2016-03-31', '2017-03-28', '2018-06-30', AHEAD];
const anyDay = fc.integer({ min: 2009, max: 2018 }).map((year) => calendarDate(`${String(year)}-06-30`));

/** Whatever three contexts make of the same published events, they say the same of them. */
describe('one law in every context', () => {
  const options = { numRuns: 200, seed: propertySeed() };

  it('the name of a cluster on a day', () => {
    fc.assert(
      fc.property(anyClusterCommands, anyDay, fc.boolean(), (commands, today, mayReadEmbargoed) => {
        const history = published(cluster, commands);
        const reader = { today, mayReadEmbargoed };
        const register = given(clusters, history).document(numelink);
        const copy = given(copied, history).document(numelink);
        fc.pre(register !== undefined && copy !== undefined);
        const name = viewOfCluster(register, today, reader).name ?? undefined;
        expect(visibleName(copy, reader)).toBe(name);
        if (!mayReadEmbargoed) return;
        const kinds = (['working', 'code', 'final'] as const).flatMap(
          (kind) => factOf(history, 'cluster-name', `${numelink}:${kind}`) ?? [],
        );
        expect(clusterNameAt(kinds, { validAt: today })).toBe(name);
      }),
      options,
    );
  });

  it('the name of an organisation on a day', () => {
    fc.assert(
      fc.property(anyOrganisationCommands, anyDay, (commands, today) => {
        const history = published(organisation, commands);
        const register = given(organisations, history).document(esker);
        const copy = given(organisationNames, history).document(esker);
        const fact = factOf(history, 'organisation-name', esker);
        fc.pre(register !== undefined && copy !== undefined && fact !== undefined);
        const name = nameOn(visibleNames(register.names, { today, mayReadEmbargoed: false }), today)?.name;
        expect(nameOn(copy.names, today)?.name).toBe(name);
        expect(organisationNameAt(fact, { validAt: today })).toBe(name);
      }),
      options,
    );
  });

  it('who is a member', () => {
    fc.assert(
      fc.property(anyMembershipCommands, (commands) => {
        const history = published(membership, commands);
        const id = membershipId(numelink, esker);
        const document = given(memberships, history).document(id);
        const days = countsOf(document === undefined ? [] : [document]);
        const copy = given(memberLists, history).document(`${numelink}/${esker}`);
        const fact = factOf(history, 'member', id);
        for (const day of DAYS) {
          const isMember = document !== undefined && periodOn(document.periods, day) !== undefined;
          expect(copy !== undefined && periodOn(copy.periods, day) !== undefined).toBe(isMember);
          expect(countOn(days, day).members).toBe(isMember ? 1 : 0);
          expect(asOf(fact?.versions ?? [], { validAt: day }) !== undefined).toBe(isMember);
        }
      }),
      options,
    );
  });
});
