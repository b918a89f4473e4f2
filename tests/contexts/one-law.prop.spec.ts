import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { asOf } from '#libs/bitemporal';
import { readEvent, type GrappeEvent, type GrappeEvents } from '#libs/contracts';
import { calendarDate, fold, nameOn, visibleNames, type Decider, type Term } from '#libs/kernel';
import { propertySeed } from '#libs/kernel/testing';
import { given, type Happened } from '#libs/projections/testing';
import { clusterNameAt, organisationNameAt } from '../../apps/audit/src/queries/at-point.ts';
import { factId, isKind, type Fact, type FactKind } from '../../apps/audit/src/read-models/facts/fact.ts';
import { factsAfter } from '../../apps/audit/test/facts-after.ts';
import { cluster } from '../../apps/membership/src/domain/cluster/cluster.ts';
import { membership } from '../../apps/membership/src/domain/membership/membership.decide.ts';
import { membershipId } from '../../apps/membership/src/domain/membership/membership.ts';
import { organisation } from '../../apps/membership/src/domain/organisation/organisation.ts';
import { clusters, viewOfCluster } from '../../apps/membership/src/read-models/clusters/clusters.projection.ts';
import { counts } from '../../apps/membership/src/read-models/counts/counts.projection.ts';
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

/** What these commands led to, as the membership context publishes it. */
function published<Command, State, Event extends { readonly type: string }>(
  decider: Decider<Command, State, Event, unknown>,
  commands: readonly Command[],
): readonly Happened<GrappeEvents>[] {
  const events = commands.reduce<readonly Event[]>((before, command) => {
    const decision = decider.decide(command, fold(decider, before));
    return decision.ok ? [...before, ...decision.events] : before;
  }, []);
  return events.map(({ type, ...data }) => readEvent(`membership.${type}.v1`, data) as GrappeEvent);
}

function factOf<Kind extends FactKind>(history: readonly Happened<GrappeEvents>[], kind: Kind, id: string) {
  const fact: Fact | undefined = factsAfter(history).get(factId(kind, id));
  return fact !== undefined && isKind(fact, kind) ? fact : undefined;
}

/**
 * Each period after the one before. The day of a merger is judged where the merger is decided, so a decider that is asked alone
 * takes a transfer of any day, also one that overlaps a period that is over: it has to be refused once overlaps are.
 */
function inOrder(periods: readonly Term[]): boolean {
  return periods.every(
    ({ since, until }, index) => (until ?? since) >= since && (periods[index - 1]?.until ?? since) <= since,
  );
}

const AHEAD = '9999-12-31';
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
        fc.pre(inOrder(document?.periods ?? []));
        const isMember = document?.status === 'active';
        expect(given(memberLists, history).document(`${numelink}/${esker}`)?.active ?? false).toBe(isMember);
        expect(given(counts, history).document(numelink)?.members ?? 0).toBe(isMember ? 1 : 0);
        const fact = factOf(history, 'member', id);
        expect(fact !== undefined && asOf(fact.versions, { validAt: AHEAD }) !== undefined).toBe(isMember);
      }),
      options,
    );
  });
});
