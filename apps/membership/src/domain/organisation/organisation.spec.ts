import { describe, expect, it } from '@jest/globals';
import { fold, inForceOn, requireSettled } from '#libs/kernel';
import { factsInAnyOrder, specification } from '#libs/kernel/testing';
import { axess, esker, inovaction, SIREN_OF_ESKER, SIREN_OF_NOBODY } from '../../../test/facts.ts';
import { cease, ceased, duplicate, recordDuplicate, succeed, succeeded } from '../../../test/organisation-words.ts';
import { organisation, type OrganisationCommand, type OrganisationFact } from './organisation.ts';

const facts = {
  organisationId: esker,
  name: 'Esker',
  kind: 'company',
  siren: SIREN_OF_ESKER,
  sizeClass: 'mid-size',
  since: '1985-01-01',
} as const;
const jobs = { indicator: 'jobs', value: 370, unit: 'people', on: '2016-12-31', source: 'annual report' };

const register = { type: 'RegisterOrganisation', ...facts } as const;
const registered: OrganisationFact = { type: 'OrganisationRegistered', ...facts };
const rename = (name: string, since: string) =>
  ({ type: 'RenameOrganisation', organisationId: esker, name, since }) as const;
const renamed = (name: string, since: string): OrganisationFact => ({
  ...rename(name, since),
  type: 'OrganisationRenamed',
});
const declare = (figure: typeof jobs | (Omit<typeof jobs, 'value'> & { value: null })) =>
  ({ type: 'DeclareOrganisationFigure', organisationId: esker, figure }) as const;
const declared = (figure: typeof jobs | (Omit<typeof jobs, 'value'> & { value: null })): OrganisationFact => ({
  ...declare(figure),
  type: 'OrganisationFigureDeclared',
});

const { given } = specification(organisation);

describe('registering an organisation', () => {
  it('records what is known of it', () => given().when(register).then(registered));

  it('needs no SIREN', () =>
    given()
      .when({ ...register, siren: undefined })
      .then({ ...registered, siren: undefined }));

  it('again with the same facts is nothing new', () => given(registered).when(register).then());

  it('after a rename with the facts of the beginning is still nothing new', () =>
    given(registered, renamed('Esker SA', '1990-01-01')).when(register).then());

  it.each<[string, OrganisationCommand]>([
    ['another name', { ...register, name: 'Quadient' }],
    ['another SIREN', { ...register, siren: SIREN_OF_NOBODY }],
  ])('under an id that is taken is refused: %s', (_what, command) =>
    given(registered).when(command).refused({ type: 'MBR_ORGANISATION_EXISTS', found: 'Esker' }),
  );

  it('with a SIREN whose check digit is wrong is refused, before anything else', () =>
    given(registered)
      .when({ ...register, name: 'Quadient', siren: '331518499' })
      .refused({ type: 'MBR_SIREN_INVALID', found: '331518499' }));
});

describe('renaming an organisation', () => {
  it('dates the name', () =>
    given(registered).when(rename('Esker SA', '1997-07-02')).then(renamed('Esker SA', '1997-07-02')));

  it('may be recorded late, between names that are known', () => {
    const history = [registered, renamed('Esker Group', '2010-01-01')];
    const state = given(...history)
      .when(rename('Esker SA', '1997-07-02'))
      .state();
    const names = state.status === 'registered' ? state.names : [];
    const days = ['1990-01-01', '2000-01-01', '2016-01-01'];
    expect(days.map((day) => inForceOn(names, day)?.name)).toEqual(['Esker', 'Esker SA', 'Esker Group']);
  });

  it.each([
    ['on the day it was given', rename('Esker SA', '1997-07-02')],
    ['on a later day', rename('Esker SA', '2001-01-01')],
  ])('to the name it bears already is nothing new: %s', (_what, command) =>
    given(registered, renamed('Esker SA', '1997-07-02')).when(command).then(),
  );

  it('back to an earlier name is a rename', () =>
    given(registered, renamed('Esker SA', '1997-07-02'))
      .when(rename('Esker', '2003-01-01'))
      .then(renamed('Esker', '2003-01-01')));

  it('a second time for the same day corrects the first', () =>
    given(registered, renamed('Esquer', '1997-07-02'))
      .when(rename('Esker SA', '1997-07-02'))
      .then(renamed('Esker SA', '1997-07-02')));

  it('before the organisation began is refused', () =>
    given(registered)
      .when(rename('Esker SA', '1984-12-31'))
      .refused({ type: 'MBR_DATE_BEFORE_START', found: '1984-12-31', required: '1985-01-01' }));
});

describe('declaring a figure', () => {
  it('keeps it with its source', () => given(registered).when(declare(jobs)).then(declared(jobs)));

  it('twice is nothing new', () => given(registered, declared(jobs)).when(declare(jobs)).then());

  it.each([
    ['another source', { ...jobs, source: 'Le Progrès' }],
    ['another value of the same source', { ...jobs, value: 380 }],
    ['another day', { ...jobs, on: '2015-12-31' }],
    ['an unknown amount, which is not zero', { ...jobs, value: null }],
  ])('that differs in one thing stays beside the first: %s', (_what, figure) =>
    given(registered, declared(jobs)).when(declare(figure)).then(declared(figure)),
  );
});

const siret = { scheme: 'siret', value: '33151849800042' } as const;
const secondSiren = { scheme: 'siren', value: SIREN_OF_NOBODY } as const;
const identify = (identifier: typeof siret | typeof secondSiren, since: string, more: object = {}) =>
  ({ type: 'IdentifyOrganisation', organisationId: esker, identifier, since, ...more }) as const;
const identified = (identifier: typeof siret | typeof secondSiren, since: string): OrganisationFact => ({
  ...{ type: 'OrganisationIdentified', organisationId: esker, identifier, since },
});
const endOf = (identifier: typeof siret | typeof secondSiren, on: string, cause: 'replaced' | 'duplicate') =>
  ({ organisationId: esker, identifier, on, cause }) as const;
const ended = (...of: Parameters<typeof endOf>): OrganisationFact => ({
  ...{ type: 'OrganisationIdentifierEnded', ...endOf(...of) },
});

describe('an identifier of an organisation', () => {
  it('is dated, beside others', () => {
    given(registered).when(identify(siret, '2010-01-01')).then(identified(siret, '2010-01-01'));
    const state = given(registered, identified(siret, '2010-01-01')).when(identify(secondSiren, '2012-01-01')).state();
    expect(state.status === 'registered' && state.identifiers).toMatchObject([
      { identifier: { scheme: 'siren', value: SIREN_OF_ESKER }, since: '1985-01-01' },
      { identifier: siret },
      { identifier: secondSiren },
    ]);
  });

  it('that it bears already is nothing new', () =>
    given(registered, identified(siret, '2010-01-01')).when(identify(siret, '2012-01-01')).then());

  it('ends on a day, with the cause; that is said once', () => {
    const history = [registered, identified(siret, '2010-01-01')];
    const command = { type: 'EndIdentifier', ...endOf(siret, '2016-01-01', 'replaced') } as const;
    given(...history)
      .when(command)
      .then(ended(siret, '2016-01-01', 'replaced'));
    given(...history, ended(siret, '2016-01-01', 'replaced'))
      .when(command)
      .then();
  });

  it('of the past is recorded with its end, and refused where it overlaps', () => {
    const past = identify(siret, '2005-01-01', { ended: { on: '2008-01-01', cause: 'replaced' } });
    given(registered, identified(siret, '2010-01-01'))
      .when(past)
      .then(identified(siret, '2005-01-01'), ended(siret, '2008-01-01', 'replaced'));
    given(registered, identified(siret, '2007-01-01'))
      .when(past)
      .refused({ type: 'MBR_FACT_CONTRADICTED', found: 'identifier of 2007-01-01' });
  });

  it('that it does not bear ends on no day', () =>
    given(registered)
      .when({ type: 'EndIdentifier', ...endOf(siret, '2016-01-01', 'replaced') })
      .refused({ type: 'MBR_IDENTIFIER_NOT_BORNE', found: `siret ${siret.value}` }));

  it('may turn out to be a second one of the same body', () => {
    const state = given(registered, identified(secondSiren, '1985-01-01'))
      .when({ type: 'EndIdentifier', ...endOf(secondSiren, '2016-01-01', 'duplicate') })
      .state();
    const [, duplicate] = state.status === 'registered' ? state.identifiers : [];
    expect(duplicate).toMatchObject({ identifier: secondSiren, until: '2016-01-01', cause: 'duplicate' });
  });
});

describe('an organisation that nobody registered', () => {
  it.each<OrganisationCommand>([rename('Esker SA', '1997-07-02'), declare(jobs)])('is not found by $type', (command) =>
    given().when(command).refused({ type: 'MBR_ORGANISATION_NOT_FOUND', found: esker }),
  );
});

describe('the stream of an organisation', () => {
  it('follows from its id', () => {
    expect(organisation.stream(axess)).toBe(`membership.organisation-${axess}`);
  });

  it.each([
    ['renamed before it was registered', [renamed('Esker SA', '1997-07-02')]],
    ['registered twice', [registered, registered]],
  ])('%s is an altered history', (_what, history) => {
    expect(() => requireSettled(fold(organisation, history))).toThrow('cannot follow');
  });
});

describe('a fact of an organisation that was recorded wrong', () => {
  const correct = (of: OrganisationFact['type'], fact: string, changes: object) =>
    ({ type: 'CorrectFact', of, fact, changes, reason: 'typed wrong' }) as const;
  const history = [registered, renamed('Esker SA', '1997-07-02'), declared(jobs)];

  it('may be a figure of a day before the one from which the organisation is known', () => {
    const early = { ...jobs, on: '1980-12-31' };
    given(registered).when(declare(early)).then(declared(early));
  });

  it('is not registered from a day behind a name', () =>
    given(...history)
      .when(correct('OrganisationRegistered', '0', { since: '1998-01-01' }))
      .refused({
        type: 'MBR_FACT_CONTRADICTED',
        found: 'name of 1997-07-02',
        required: 'the organisation is registered from 1998-01-01 on',
      }));
});

const located = (department: string, since: string) =>
  ({ type: 'OrganisationLocated', organisationId: esker, department, since }) as const;
const formed = (legalForm: string, since: string) =>
  ({ type: 'OrganisationLegalFormSet', organisationId: esker, legalForm, since }) as const;
const rna = 'W691234567';
factsInAnyOrder(organisation, {
  OrganisationRegistered: {
    fact: { ...registered, rna },
    after: [renamed('Esker SA', '1997-07-02'), declared(jobs)],
    carries: true,
    command: { ...register, rna },
    other: {
      name: 'Esker & Cie',
      kind: 'association',
      siren: SIREN_OF_NOBODY,
      rna: 'W691234568',
      sizeClass: 'sme',
      since: '1984-01-01',
    },
    overlap: 'an organisation is registered once, under an id of its own',
  },
  OrganisationRenamed: {
    before: [registered],
    fact: renamed('Esker SA', '1997-07-02'),
    after: [renamed('Esker SE', '2005-01-01'), declared(jobs)],
    command: rename('Esker SA', '1997-07-02'),
    other: { name: 'Esker S.A.', since: '1997-08-01' },
    overlap: 'each name holds until the next one',
  },
  OrganisationLocated: {
    before: [registered],
    fact: located('42', '2010-01-01'),
    after: [located('69', '2012-01-01')],
    command: { ...located('42', '2010-01-01'), type: 'LocateOrganisation' },
    other: { department: '01', since: '2011-01-01' },
    overlap: 'each seat holds until the next one',
  },
  OrganisationLegalFormSet: {
    before: [registered],
    fact: formed('5499', '2010-01-01'),
    after: [formed('5710', '2012-01-01')],
    command: { ...formed('5499', '2010-01-01'), type: 'SetLegalForm' },
    other: { legalForm: '5599', since: '2011-01-01' },
    overlap: 'each legal form holds until the next one',
  },
  OrganisationIdentified: {
    before: [registered],
    fact: identified(siret, '2010-01-01'),
    after: [renamed('Esker SE', '2012-01-01')],
    command: identify(siret, '2010-01-01'),
    other: { identifier: secondSiren, since: '2011-01-01' },
    overlap: [{ command: identify(siret, '2009-01-01'), day: '2010-01-01' }],
  },
  OrganisationIdentifierEnded: {
    before: [registered, identified(siret, '2010-01-01')],
    fact: ended(siret, '2016-01-01', 'replaced'),
    after: [renamed('Esker SE', '2018-01-01')],
    command: { type: 'EndIdentifier', ...endOf(siret, '2016-01-01', 'replaced') },
    other: { cause: 'closed', on: '2015-01-01' },
    overlap: 'of two ends the earlier one stands',
  },
  OrganisationFigureDeclared: {
    before: [registered],
    fact: declared(jobs),
    after: [declared({ ...jobs, on: '2017-12-31' })],
    command: declare(jobs),
    other: { figure: { ...jobs, value: 380, on: '2015-12-31' } },
    overlap: 'what several sources declared stands side by side',
  },
  OrganisationCeased: {
    before: [registered],
    fact: ceased('2016-09-01'),
    after: [declared({ ...jobs, on: '2017-12-31' })],
    command: cease('2016-09-01'),
    other: { cause: 'closure', on: '2016-08-01' },
    overlap: [{ command: cease('2018-09-01'), day: '2016-09-01' }],
  },
  OrganisationSucceeded: {
    before: [registered],
    fact: succeeded('2016-09-01'),
    after: [declared({ ...jobs, on: '2017-12-31' })],
    command: succeed('2016-09-01'),
    other: {
      continuation: { how: 'split', successorIds: [axess, inovaction], heirId: inovaction },
      on: '2016-08-01',
    },
    overlap: [{ command: succeed('2018-09-01'), day: '2016-09-01' }],
  },
  OrganisationDuplicateRecorded: {
    before: [registered],
    fact: duplicate(axess),
    after: [declared({ ...jobs, on: '2017-12-31' })],
    command: recordDuplicate(axess),
    other: { pivotId: inovaction, on: '2016-08-01' },
    overlap: 'an entry is another one of one company',
  },
});
