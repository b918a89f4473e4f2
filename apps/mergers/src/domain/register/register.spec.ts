import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import {
  absorption,
  absorptionPlan,
  auvergneTic,
  clustR,
  creation,
  creationPlan,
  day,
  digitalLeague,
  numelink,
  operationId,
  otherOperationId,
} from '../../../test/sample-operation.ts';
import type { Plan } from '../rules/act.ts';
import { absentAmong, namedIn, obstacleTo, obstacleToEffect } from './register.ts';
import type { Register, RegisteredCluster } from './entries.ts';

const stranger = countedUuid(99);
const on = day('2016-01-15');
const named = (n: number) => countedUuid(n, 0x90);
const [antenna, newAntenna, body, office, organisation] = [named(1), named(2), named(3), named(4), named(5)];
const since = '2006-01-01';

function register(changes: Partial<Register> = {}): Register {
  const clusters: RegisteredCluster[] = [numelink, auvergneTic, clustR].map((clusterId) => ({ clusterId, since }));
  return { clusters, antennas: [], seats: [], organisations: [], ...changes };
}
const withCluster = (clusterId: string, more: Partial<RegisteredCluster> = {}): Register =>
  register({
    clusters: [...register().clusters.filter((each) => each.clusterId !== clusterId), { clusterId, since, ...more }],
  });
const absorbing = { operationId, kind: 'fusion-absorption', participants: absorption } as const;
const founding = { operationId, kind: 'fusion-creation', participants: creation } as const;

const mapped = (toAntennaId: string, fromAntennaId?: string): Plan =>
  absorptionPlan({ antennaMapping: [{ fromClusterId: auvergneTic, fromAntennaId, toAntennaId }] });
const opening = (more: { readonly originClusterId?: string } = {}): Plan =>
  absorptionPlan({ newAntennas: [{ antennaId: newAntenna, name: 'Grenoble', departments: [], ...more }] });
const governed = (organisationId?: string): Plan =>
  absorptionPlan({
    transitionalGovernance: {
      bodies: [
        {
          bodyId: body,
          kind: 'board',
          name: 'Board',
          offices: [
            {
              officeId: office,
              kind: 'president',
              title: 'President',
              maxHolders: 1,
              holders: [
                { mandateId: countedUuid(6), person: { personId: countedUuid(7), name: 'N. N.' }, organisationId },
              ],
            },
          ],
        },
      ],
    },
  });
const seat = (kind: 'body' | 'office', seatId: string, clusterId: string, bodyId = body) => ({
  kind,
  seatId,
  clusterId,
  bodyId,
});

describe('participants that do not stand', () => {
  it.each<[string, Register, string | undefined]>([
    ['all stand', register(), undefined],
    ['one was never registered', register({ clusters: [{ clusterId: numelink, since }] }), 'not in the register'],
    ['one is founded later', withCluster(auvergneTic, { since: '2020-01-01' }), 'founded on 2020-01-01'],
    [
      'one was dissolved before',
      withCluster(auvergneTic, { ended: { how: 'dissolved', on: '2016-01-01' } }),
      'dissolved on 2016-01-01',
    ],
    [
      'one is gone from that day on',
      withCluster(auvergneTic, { ended: { how: 'succeeded', on } }),
      `succeeded on ${on}`,
    ],
    ['one ends later', withCluster(auvergneTic, { ended: { how: 'dissolved', on: '2030-01-01' } }), undefined],
  ])('%s', (_what, known, found) => {
    const obstacle = absentAmong(absorption, known, on);
    if (found === undefined) expect(obstacle).toBeUndefined();
    else expect(obstacle?.found).toContain(found);
  });

  it('an end that is on record stands against the effect, whatever its day', () => {
    const ending = withCluster(auvergneTic, { ended: { how: 'dissolved', on: '2030-01-01' } });
    expect(obstacleTo(absorptionPlan(), absorbing, ending, on)).toBeUndefined();
    expect(obstacleToEffect(absorptionPlan(), absorbing, ending, on)?.found).toContain('dissolved on 2030-01-01');
  });
});

describe('ids in a plan', () => {
  it.each<[string, Plan, Register]>([
    ['ids that nobody has', governed(), register()],
    [
      "the absorbing body's own",
      governed(),
      register({ seats: [seat('body', body, numelink), seat('office', office, numelink)] }),
    ],
    ['an office that has the id of a body', governed(), register({ seats: [seat('body', office, stranger, office)] })],
    [
      'an antenna of the successor',
      mapped(antenna),
      register({ antennas: [{ antennaId: antenna, clusterId: numelink }] }),
    ],
    [
      'an antenna that passes',
      mapped(antenna, antenna),
      register({ antennas: [{ antennaId: antenna, clusterId: auvergneTic }] }),
    ],
    [
      'an antenna that closes later',
      mapped(antenna),
      register({ antennas: [{ antennaId: antenna, clusterId: numelink, closedOn: '2017-01-01' }] }),
    ],
    [
      'an organisation of the register',
      governed(organisation),
      register({ organisations: [{ organisationId: organisation }] }),
    ],
    ['an origin of the register', opening({ originClusterId: clustR }), register()],
  ])('may be: %s', (_what, plan, known) => {
    expect(obstacleTo(plan, absorbing, known, on)).toBeUndefined();
  });

  it.each<[string, Plan, Register, string]>([
    [
      'a body of a stranger',
      governed(),
      register({ seats: [seat('body', body, stranger)] }),
      `body ${body} of cluster ${stranger}`,
    ],
    [
      'a body of a predecessor',
      governed(),
      register({ seats: [seat('body', body, auvergneTic)] }),
      `body ${body} of cluster ${auvergneTic}`,
    ],
    [
      'a body that is gone',
      governed(),
      register({ seats: [{ ...seat('body', body, numelink), abolishedOn: on }] }),
      `abolished on ${on}`,
    ],
    [
      'an office of a stranger',
      governed(),
      register({ seats: [seat('office', office, stranger, stranger)] }),
      `office ${office} of body ${stranger}`,
    ],
    [
      'an antenna to open that is there',
      opening(),
      register({ antennas: [{ antennaId: newAntenna, clusterId: stranger }] }),
      `antenna ${newAntenna} of cluster ${stranger}`,
    ],
    [
      'an antenna to open that was closed',
      opening(),
      register({ antennas: [{ antennaId: newAntenna, clusterId: numelink, closedOn: since }] }),
      `antenna ${newAntenna}`,
    ],
    ['an origin that nobody knows', opening({ originClusterId: stranger }), register(), `origin ${stranger}`],
    ['a target that nobody has', mapped(antenna), register(), `antenna ${antenna}`],
    [
      'a target of a stranger',
      mapped(antenna),
      register({ antennas: [{ antennaId: antenna, clusterId: stranger }] }),
      `antenna ${antenna}`,
    ],
    [
      'a target that is closed',
      mapped(antenna),
      register({ antennas: [{ antennaId: antenna, clusterId: numelink, closedOn: on }] }),
      `antenna ${antenna}`,
    ],
    [
      'members of an antenna of somebody else',
      mapped(antenna, antenna),
      register({ antennas: [{ antennaId: antenna, clusterId: numelink }] }),
      `antenna ${antenna}`,
    ],
    ['an organisation that nobody knows', governed(organisation), register(), `organisation ${organisation}`],
  ])('may not be: %s', (_what, plan, known, found) => {
    expect(obstacleTo(plan, absorbing, known, on)?.found).toContain(found);
    expect(obstacleToEffect(plan, absorbing, known, on)?.found).toContain(found);
  });

  it.each<[string, Partial<RegisteredCluster> | undefined, boolean]>([
    ['a new body', undefined, true],
    ['one that was registered for this operation', { operationId }, true],
    ['one that was registered for another operation', { operationId: otherOperationId }, false],
    ['a cluster that has no part in it', {}, false],
  ])('the successor of a creation: %s', (_what, present, fits) => {
    const known = present === undefined ? register() : withCluster(digitalLeague, present);
    const obstacle = obstacleTo(creationPlan(), founding, known, on);
    if (fits) expect(obstacle).toBeUndefined();
    else expect(obstacle?.found).toContain(`successor ${digitalLeague}`);
  });

  it('are looked up, each of them', () => {
    const plan = {
      ...mapped(antenna, countedUuid(8)),
      ...{ newAntennas: opening({ originClusterId: clustR }).newAntennas },
    };
    const all = { ...plan, transitionalGovernance: governed(organisation).transitionalGovernance };
    expect(namedIn(all)).toEqual({
      clusterIds: [numelink, clustR],
      antennaIds: [newAntenna, antenna, countedUuid(8)],
      seatIds: [body, office],
      organisationIds: [organisation],
    });
  });
});

describe('organisations that are to join', () => {
  const plan = absorptionPlan({ joining: [{ organisationId: organisation }] });
  const known = (ended?: { readonly on: string; readonly heirId?: string }) =>
    register({ organisations: [{ organisationId: organisation, ended }] });

  it.each<[string, Register, string | undefined]>([
    ['stand', known(), undefined],
    ['cease later', known({ on: '2016-01-16' }), undefined],
    ['are not in the register', register(), 'which is not in the register'],
    ['are clusters', withCluster(organisation), 'which is not in the register'],
    ['have ceased', known({ on: '2016-01-15' }), 'which ceased on 2016-01-15'],
    ['go on in another one', known({ on: since, heirId: stranger }), `for which ${stranger} stands`],
    [
      'are second entries of another one',
      known({ on: '0001-01-01', heirId: stranger }),
      `for which ${stranger} stands`,
    ],
  ])('%s', (_what, of, found) => {
    const obstacle = obstacleTo(plan, absorbing, of, on);
    if (found === undefined) expect(obstacle).toBeUndefined();
    else expect(obstacle?.found).toContain(found);
  });

  it('hold up no effect once they have ceased', () => {
    expect(obstacleToEffect(plan, absorbing, known({ on: since }), on)).toBeUndefined();
  });
});
