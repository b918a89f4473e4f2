import { describe, expect, it } from '@jest/globals';
import { contracts } from './contexts.ts';
import { correctedType } from './corrections.ts';
import { catalog } from './event-catalog.ts';
import { placesOf, currentSamples, valuesAt, withValueAt, type FrozenSchema } from './test/samples.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const UNKNOWN_TYPES = [
  ['nothing', ''],
  ['a name without its context', 'ClusterRegistered'],
  ['a context without a name', 'membership'],
  ['a context with a dot', 'membership.'],
  ['a name in another context', 'governance.ClusterRegistered'],
  ['a context that there is not', 'finance.ClusterRegistered'],
  ['another case', 'membership.clusterRegistered'],
  ['a name with its version', 'membership.ClusterRegistered.v1'],
  ['a space after it', 'membership.ClusterRegistered '],
  ['what every object has', 'membership.constructor'],
  ['what every object has, alone', '__proto__'],
  ['what every map has', 'size'],
] as const;

describe('an event type that the catalog does not know', () => {
  it.each(UNKNOWN_TYPES)('%s: %j', (_what, type) => {
    expect(catalog.check(type, 1, {})).toBe('unknown-type');
    expect(catalog.check(type, 2, {})).toBe('unknown-type');
    expect(catalog.currentVersion(type)).toBeUndefined();
    expect(catalog.definitionOf(type)).toBeUndefined();
    expect(catalog.personalFields(type)).toEqual([]);
    expect(catalog.embargoField(type)).toBeUndefined();
  });
});

describe('the event types', () => {
  const types = catalog.eventTypes();

  it('are sorted and each there once', () => {
    expect(types).toEqual([...new Set(types)].sort());
  });

  it('are those of the samples', () => {
    expect(types).toEqual(currentSamples().map(({ type }) => type));
  });

  it('are of every context, each with some', () => {
    expect([...new Set(types.map((type) => type.split('.')[0]))]).toEqual(Object.keys(contracts).sort());
  });

  it('are as many as the contracts have, so that none hides another', () => {
    const names = Object.values(contracts).flatMap((events) => Object.keys(events));
    expect(types).toHaveLength(names.length);
  });

  it('are a new list for each caller', () => {
    (catalog.eventTypes() as string[]).push('zzz');
    expect(catalog.eventTypes()).toEqual(types);
  });

  it.each(types)('%s is named like one, has a version and says in a sentence what was decided', (type) => {
    const definition = catalog.definitionOf(type);
    expect(type).toMatch(/^[a-z]+\.([A-Z][a-z]+)+$/);
    expect(definition?.version).toBe(1);
    expect(catalog.currentVersion(type)).toBe(definition?.version);
    expect(definition?.summary).toMatch(/^[A-Z].{10,}\.$/s);
  });
});

describe('what is wrong with data', () => {
  const [type, sample] = ['membership.ClusterDissolved', { clusterId: 'x', on: '2015-02-29', reason: '', extra: 1 }];

  it('is one line for each fault, with its path', () => {
    const lines = catalog.check(type, 1, sample);
    expect(lines).toHaveLength(4);
    expect(lines).toEqual([
      '/clusterId: a UUID',
      expect.stringMatching(/^\/on: Invalid ISO date/),
      expect.stringMatching(/^\/reason: Too small/),
      expect.stringMatching(/^\/: Unrecognized key: "extra"/),
    ]);
  });

  it.each([
    ['null', null],
    ['undefined', undefined],
    ['a list', []],
    ['text', '{}'],
    ['a number', 1],
  ])('is all of it where it is no object: %s', (_what, data) => {
    expect(catalog.check(type, 1, data)).toEqual([expect.stringMatching(/^\/: Invalid input: expected object/)]);
  });

  it('is not looked at in another version', () => {
    expect(catalog.check(type, 0, null)).toBe('unknown-version');
    expect(catalog.check(type, 2, null)).toBe('unknown-version');
  });

  it('is looked at without touching it', () => {
    const data = Object.freeze({
      clusterId: '018f0b10-0000-7000-8000-000000000002',
      on: '2021-08-31',
      reason: ' no activity ',
    });
    expect(catalog.check(type, 1, data)).toEqual([]);
    expect(data.reason).toBe(' no activity ');
  });
});

describe('upcasting', () => {
  it.each([1, 2, 7])('leaves data and version %d as they are, whatever they are', (version) => {
    const data = { anything: [1, { at: 'all' }] };
    const upcast = catalog.upcast('membership.ClusterNamed', version, data);
    expect(upcast).toEqual({ schemaVersion: version, data: { anything: [1, { at: 'all' }] } });
    expect(upcast.data).toBe(data);
  });
});

/** The paths of the names of persons in a schema: wherever an object has a `personId`. */
function personsIn(schema: FrozenSchema, path: readonly string[] = []): readonly string[] {
  const here = schema.properties?.['personId'] === undefined ? [] : [path.join('.')];
  const members = Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => personsIn(inner, [...path, name]));
  const items = schema.items === undefined ? [] : personsIn(schema.items, [...path, '*']);
  const variants = (schema.anyOf ?? []).flatMap((inner) => personsIn(inner, path));
  return [...here, ...members, ...items, ...variants];
}

describe('personal fields', () => {
  const all = currentSamples().flatMap(({ type, data }) =>
    catalog.personalFields(type).map((field) => ({ type, data, ...field })),
  );

  it('are the names of all persons that the events speak of, each with the id beside it', () => {
    for (const { type, schema } of currentSamples()) {
      const persons = personsIn(schema).map((path) => ({ path: `${path}.name`, personId: `${path}.personId` }));
      const named = catalog.personalFields(type).filter(({ personId }) => personId !== undefined);
      const byPath = (a: { readonly path: string }, b: { readonly path: string }) => (a.path < b.path ? -1 : 1);
      expect({ type, named: named.toSorted(byPath) }).toEqual({ type, named: persons.toSorted(byPath) });
    }
  });

  it('are all texts that somebody writes freely, and none that names a thing', () => {
    const facts = all.filter(({ type }) => correctedType(type) === undefined);
    const free = facts.filter(({ personId }) => personId === undefined).map(({ type, path }) => `${type}#${path}`);
    expect(free).toEqual([
      'events.CommunityLeft#reason',
      'events.CommunityMet#subject',
      'events.EditionDropped#reason',
      'events.EditionMoved#reason',
      'events.GatheringCancelled#reason',
      'events.GatheringPostponed#reason',
      'events.IntroductionMade#purpose',
      'events.PersonalDataExported#reason',
      'events.RegistrationChanged#exception',
      'events.RegistrationEnded#reason',
      'events.RegistrationPromoted#exception',
      'events.RegistrationReceived#exception',
      'events.RegistrationReinstated#reason',
      'governance.DeclarationFiled#remark',
      'governance.DeclarationRefused#reason',
      'governance.InterestDeclared#detail',
      'governance.MandateExtended#decision',
      'governance.MeetingConvened#agenda.*',
      'governance.PersonalDataExported#reason',
      'governance.RegulatedAgreementReported#subject',
      'governance.RepresentationEnded#reason',
      'governance.ResolutionTabled#subject',
      'governance.RoleEnded#reason',
      'governance.RollAmended#reason',
      'governance.SeatsApportioned#criteria.*.source',
      'governance.SeatsApportioned#decision',
      ...[
        'ApplicationChanged#summary',
        'ApplicationReceived#summary',
        'CallCancelled#reason',
        'CallClosingMoved#reason',
      ].map((field) => `incubation.${field}`),
      ...['ConflictDeclared#reason', 'FunderIntroduced#purpose', 'LateApplicationInvited#reason'].map(
        (field) => `incubation.${field}`,
      ),
      ...['ReviewRecorded#remark', 'SupportSessionHeld#subject', 'TieDecided#reason'].map(
        (field) => `incubation.${field}`,
      ),
      'membership.AccountsPublished#receipt',
      'membership.AgreementLeft#reason',
      'membership.ClusterDissolved#reason',
      'membership.FeePaid#reference',
      'membership.FeeRemitted#reason',
      'membership.FundingRecorded#source',
      'membership.LabelEnded#reason',
      'membership.LabelSchemeWithdrawn#reason',
      'membership.LabelSuspended#reason',
      'membership.LabelWithdrawn#reason',
      'membership.MembershipEnded#reason',
      'membership.MembershipEnded#procedure.grievances',
      'membership.MembershipRefused#reason',
      'membership.RepresentativeEnded#reason',
      'membership.SubsidyConditionAdded#condition',
      'membership.SubsidyLapsed#reason',
      'membership.SubsidyRefused#reason',
      'membership.SubsidyReportReceived#receipt',
      'membership.SubsidyRequested#purpose',
      'membership.SubsidySpent#use',
      'membership.VolunteerTimeRecorded#activity',
      'membership.VolunteeringNotValued#reason',
      'mergers.AccessionWithdrawn#reason',
      'mergers.ConditionRecorded#granted',
      'mergers.OperationPostponed#reason',
      'mergers.OperationWithdrawn#reason',
      'mergers.OppositionLodged#creditor',
      'mergers.PlanDrafted#plan.motives',
      'mergers.PlanDrafted#plan.conditions.*.description',
      'mergers.PlanDrafted#plan.openPoints.*',
      'mergers.PlanDrafted#plan.parameters.counting.*.basis',
      'mergers.PlanDrafted#plan.parameters.staffOpinion.*.basis',
      'mergers.PositionLogged#by',
      'mergers.PositionLogged#statement',
      'mergers.ReferencePassedOver#reason',
      'mergers.SuccessionAnnulled#judgement.basis',
    ]);
  });

  it('are no text that a schema of the contracts calls a reason, a statement or a motive and does not mark', () => {
    const marked = new Set(all.map(({ type, path }) => `${type}#${path.split('.').at(-1) ?? ''}`));
    const unmarked = currentSamples().flatMap(({ type, schema }) =>
      Object.entries(schema.properties ?? {})
        // How many minutes somebody worked are a number.
        .filter(([, { type: kind }]) => kind !== 'integer')
        .map(([name]) => name)
        .filter((name) => /reason|statement|motive|remark|comment|minutes|agenda/i.test(name))
        .filter((name) => !marked.has(`${type}#${name === 'agenda' ? '*' : name}`))
        .map((name) => `${type}#${name}`),
    );
    expect(unmarked).toEqual([]);
  });

  const fields = all.flatMap(({ personId, ...field }) => (personId === undefined ? [] : [{ ...field, personId }]));
  it.each(fields)('$type: $path is a text, and $personId an id for each', ({ data, path, personId }) => {
    const [names, ids] = [valuesAt(data, path), valuesAt(data, personId)];
    expect(names.length).toBeGreaterThan(0);
    expect(names).toEqual(names.map(() => expect.stringMatching(/\S/)));
    expect(ids).toEqual(names.map(() => expect.stringMatching(UUID)));
  });
});

describe('the embargo', () => {
  const withField = (fieldOf: (type: string) => string | undefined) =>
    catalog.eventTypes().flatMap((type) => {
      const field = fieldOf(type);
      return field === undefined ? [] : [[type, field]];
    });

  it('is in names and in talks', () => {
    expect(withField((type) => catalog.embargoField(type))).toEqual([
      ['membership.ClusterNamed', 'embargoUntil'],
      ['membership.ClusterNamedCorrected', 'embargoUntil'],
      ['membership.ClusterNamedVoided', 'embargoUntil'],
      ['mergers.PositionLogged', 'embargoUntil'],
    ]);
  });

  it('is for ever on topics where persons are named: plans are private', () => {
    expect(withField((type) => catalog.privateField(type))).toEqual([['mergers.PlanDrafted', 'embargoUntil']]);
  });

  it('names a member that holds a day and may be left out', () => {
    const named = currentSamples().find(({ type }) => type === 'membership.ClusterNamed');
    expect(named).toBeDefined();
    const place = placesOf(named!).find(({ path }) => path.join('.') === 'embargoUntil');
    expect(place).toMatchObject({ as: 'optional', schema: { format: 'date' } });
    expect(catalog.check(named!.type, 1, withValueAt(named!.data, ['embargoUntil'], undefined))).toEqual([]);
  });

  it('is the only member of any event that speaks of one', () => {
    const members = currentSamples().flatMap(({ type, schema }) =>
      Object.keys(schema.properties ?? {}).flatMap((name) => (/embargo/i.test(name) ? [`${type}#${name}`] : [])),
    );
    expect(members).toEqual([
      ...['membership.ClusterNamed', 'mergers.PlanDrafted', 'mergers.PositionLogged'].map(
        (type) => `${type}#embargoUntil`,
      ),
    ]);
  });
});
