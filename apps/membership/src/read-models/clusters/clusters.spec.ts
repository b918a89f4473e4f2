import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { clustrNumerique, digitalLeague, fusion, numelink, rhoneAlley } from '../../../test/facts.ts';
import { absorptionOfRhoneAlley, fusionOf } from '../../../test/succession.ts';
import { clusters, viewOfCluster } from './clusters.projection.ts';

type Event = Happened<GrappeEvents>;
const registration = {
  clusterId: numelink,
  kind: 'cluster',
  name: 'Numélink',
  nameKind: 'final',
  seat: 'Saint-Étienne',
  departments: ['42'],
  since: '2006-01-01',
} as const;
const registered: Event = { type: 'membership.ClusterRegistered', data: registration };
const named = (name: string, since: string, embargoUntil?: string): Event => ({
  type: 'membership.ClusterNamed',
  data: { clusterId: numelink, name, nameKind: 'code', since, embargoUntil },
});
const figure = (value: number, source: string): Event => ({
  type: 'membership.ClusterFigureDeclared',
  data: { clusterId: numelink, figure: { indicator: 'members', value, unit: 'members', on: '2016-09-07', source } },
});
const on = '2010-01-01';
const dormant: Event = { type: 'membership.ClusterFellDormant', data: { clusterId: numelink, on } };
const revived: Event = { type: 'membership.ClusterRevived', data: { clusterId: numelink, on } };
const dissolved: Event = { type: 'membership.ClusterDissolved', data: { clusterId: numelink, on } };
const succeeded: Event = {
  type: 'membership.ClusterSucceeded',
  data: { clusterId: numelink, operationId: fusion, successorIds: [digitalLeague], on: '2017-03-28' },
};
const after = (...events: readonly Event[]) => given(clusters, events).document(numelink);

describe('the register of clusters', () => {
  it('shows a cluster with its first name as a dated fact', () => {
    expect(after(registered)).toMatchObject({
      clusterId: numelink,
      seat: 'Saint-Étienne',
      state: 'active',
      stateSince: '2006-01-01',
      names: [{ name: 'Numélink', nameKind: 'final', since: '2006-01-01' }],
      predecessors: [],
      successors: [],
    });
  });

  it.each<[string, readonly Event[], string]>([
    ['dormant', [dormant], 'dormant'],
    ['revived', [dormant, revived], 'revived'],
    ['dissolved', [dissolved], 'dissolved'],
    ['succeeded', [succeeded], 'succeeded'],
  ])('shows that a cluster is %s', (_what, events, state) => {
    expect(after(registered, ...events)?.state).toBe(state);
  });

  it('shows the successors of a cluster with the operation', () => {
    expect(after(registered, succeeded)?.successors).toEqual([
      { clusterId: digitalLeague, operationId: fusion, on: '2017-03-28' },
    ]);
  });

  it('has its seat elsewhere from a day on; its territory stays unless another one is said', () => {
    const moved = (seat: string, since: string, departments?: readonly string[]): Event => ({
      type: 'membership.ClusterMoved',
      data: {
        clusterId: numelink,
        seat,
        since,
        ...(departments === undefined ? {} : { departments: [...departments] }),
      },
    });
    const document = after(registered, moved('Lyon', '2016-01-04', ['42', '69']), moved('Roanne', '2012-01-04'));
    const on = (day: string) => {
      const { seat, departments } = viewOfCluster(document!, day, { mayReadEmbargoed: false, today: day });
      return [seat, departments];
    };
    expect([on('2012-01-03'), on('2012-01-04'), on('2016-01-04')]).toEqual([
      ['Saint-Étienne', ['42']],
      ['Roanne', ['42']],
      ['Lyon', ['42', '69']],
    ]);
  });

  it('keeps what two sources declared side by side', () => {
    const document = after(registered, figure(600, 'press'), figure(510, 'assembly'));
    expect(document?.figures.map(({ value, source }) => [value, source])).toEqual([
      [600, 'press'],
      [510, 'assembly'],
    ]);
  });

  it('shows whose operators may act for it, and until when', () => {
    const authorised = (since: string, predecessorId = rhoneAlley): Event => ({
      type: 'membership.ClusterOperatorsAuthorised',
      data: { clusterId: numelink, predecessorId, since },
    });
    const revokedOn: Event = {
      type: 'membership.ClusterOperatorsRevoked',
      data: { clusterId: numelink, predecessorId: rhoneAlley, on: '2017-01-01' },
    };
    expect(after(registered)).not.toHaveProperty('operators');
    const history = [authorised('2016-01-01'), authorised('2016-01-01', clustrNumerique), revokedOn];
    expect(after(registered, ...history)?.operators).toEqual([
      { predecessorId: rhoneAlley, since: '2016-01-01', until: '2017-01-01' },
      { predecessorId: clustrNumerique, since: '2016-01-01' },
    ]);
  });

  it('lets the absorbing cluster grow by the territory of the absorbed one', () => {
    const effect: Event = { type: 'mergers.SuccessionTookEffect', data: absorptionOfRhoneAlley };
    expect(after(registered, effect)).toMatchObject({
      departments: ['42', '43'],
      predecessors: [{ clusterId: rhoneAlley, on: '2015-06-30' }],
    });
  });

  it('stops at a merger into a cluster that was never registered', () => {
    const effect: Event = { type: 'mergers.SuccessionTookEffect', data: absorptionOfRhoneAlley };
    expect(() => after(effect)).toThrow('absorbs into a cluster that nobody registered');
  });

  it('shows a created cluster with its predecessors, before and after its registration', () => {
    const succession = fusionOf([numelink, clustrNumerique], digitalLeague, fusion);
    const effect: Event = { type: 'mergers.SuccessionTookEffect', data: succession };
    const entry: Event = {
      type: 'membership.ClusterRegistered',
      data: {
        ...registration,
        clusterId: digitalLeague,
        name: 'Digital League',
        since: '2017-03-28',
        operationId: fusion,
      },
    };
    for (const events of [[effect], [effect, entry]]) {
      const document = given(clusters, events).document(digitalLeague);
      expect(document).toMatchObject({ state: 'active', operationId: fusion, names: [{ name: 'Digital League' }] });
      expect(document?.predecessors.map(({ clusterId }) => clusterId)).toEqual([numelink, clustrNumerique]);
    }
  });

  it.each([named('X', on), figure(1, 'press'), dormant, revived, dissolved, succeeded])(
    'stops at $type of what was never there',
    (event) => {
      expect(() => after(event)).toThrow('and there is none');
    },
  );
});

describe('a cluster on a day', () => {
  const asleep: Event = { type: 'membership.ClusterFellDormant', data: { clusterId: numelink, on: '2009-06-01' } };
  const awake: Event = { type: 'membership.ClusterRevived', data: { clusterId: numelink, on: '2010-06-01' } };
  const absorbs: Event = { type: 'mergers.SuccessionTookEffect', data: absorptionOfRhoneAlley };
  const document = after(registered, asleep, awake, absorbs, succeeded);
  if (document === undefined) throw new Error('no cluster');
  const on = (day: string) => viewOfCluster(document, day, { today: '2026-11-29', mayReadEmbargoed: true });

  it.each([
    ['1990-01-01', 'to-come', '2006-01-01'],
    ['2006-01-01', 'active', '2006-01-01'],
    ['2009-12-31', 'dormant', '2009-06-01'],
    ['2010-06-01', 'revived', '2010-06-01'],
    ['2017-03-27', 'revived', '2010-06-01'],
    ['2017-03-28', 'succeeded', '2017-03-28'],
  ])('%s it is %s since %s', (day, state, stateSince) => {
    expect(on(day)).toMatchObject({ state, stateSince });
  });

  it('has the territory and the lineage of that day', () => {
    const { effectiveOn, predecessors, successor } = absorptionOfRhoneAlley;
    expect(on('2015-06-29')).toMatchObject({ departments: ['42'], predecessors: [], successors: [] });
    expect(on(effectiveOn)).toMatchObject({ departments: successor.departments, predecessors });
    expect(on('2017-03-27').successors).toEqual([]);
    expect(on('2017-03-28').successors).toMatchObject([{ clusterId: digitalLeague }]);
  });

  it('tells every state with its day, whatever the day', () => {
    expect(on('2006-01-01').states.map(({ state }) => state)).toEqual(['active', 'dormant', 'revived', 'succeeded']);
  });
});

describe('facts of a cluster that are recorded in another order than that of their days', () => {
  const fell = (day: string): Event => ({
    type: 'membership.ClusterFellDormant',
    data: { clusterId: numelink, on: day },
  });
  const woke = (day: string): Event => ({ type: 'membership.ClusterRevived', data: { clusterId: numelink, on: day } });
  const states = (...events: readonly Event[]) => after(registered, ...events)?.states.map(({ state }) => state);

  it('stand at their days', () => {
    const late = [fell('2013-01-01'), woke('2014-01-01'), fell('2010-01-01'), woke('2011-01-01')];
    expect(after(registered, ...late)).toMatchObject({ state: 'revived', stateSince: '2014-01-01' });
    expect(states(...late)).toEqual(['active', 'dormant', 'revived', 'dormant', 'revived']);
    expect(states(succeeded, fell('2016-01-01'))).toEqual(['active', 'dormant', 'succeeded']);
  });

  it('and lie behind a succession are overtaken by it', () => {
    expect(states(fell('2030-01-01'), succeeded)).toEqual(['active', 'succeeded']);
    expect(states(succeeded, fell('2030-01-01'))).toEqual(['active', 'succeeded']);
  });

  it('may be figures of days before its foundation', () => {
    const early = { indicator: 'members', value: 3, unit: 'members', on: '2001-01-01', source: 'press' };
    const event: Event = { type: 'membership.ClusterFigureDeclared', data: { clusterId: numelink, figure: early } };
    expect(after(registered, event)?.figures).toEqual([early]);
  });
});

describe('a cluster as somebody sees it', () => {
  const document = after(registered, named('Projet N2', '2016-09-07', '2017-03-28'));
  const reader = (today: string, mayReadEmbargoed = false) => ({ today, mayReadEmbargoed });
  const view = (day: string, who: ReturnType<typeof reader>) =>
    document === undefined ? undefined : viewOfCluster(document, day, who);

  it.each([
    ['before the date, without the right', reader('2017-03-27'), 'Numélink', 1],
    ['from the beginning of that day on', reader('2017-03-28'), 'Projet N2', 2],
    ['before the date, with the right', reader('2016-09-08', true), 'Projet N2', 2],
  ])('%s', (_what, who, name, names) => {
    expect(view('2016-10-01', who)).toMatchObject({ name });
    expect(view('2016-10-01', who)?.names).toHaveLength(names);
  });

  it('bears the name of the day asked for, also to who may see more', () => {
    expect(view('2016-09-06', reader('2026-01-01', true))?.name).toBe('Numélink');
  });

  it('has no name while every one is under embargo', () => {
    const hidden = { name: 'Projet N2', nameKind: 'code', since: on, embargoUntil: '2030-01-01' } as const;
    const secret = document === undefined ? undefined : { ...document, names: [hidden] };
    expect(secret === undefined ? 'none' : viewOfCluster(secret, on, reader('2026-01-01')).name).toBeNull();
  });
});
