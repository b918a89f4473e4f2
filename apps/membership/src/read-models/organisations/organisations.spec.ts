import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { given, type Happened } from '#libs/projections/testing';
import { esker, SIREN_OF_ESKER } from '../../../test/facts.ts';
import { organisations, viewOfOrganisation } from './organisations.projection.ts';

type Event = Happened<GrappeEvents>;
const registered: Event = {
  type: 'membership.OrganisationRegistered',
  data: { organisationId: esker, name: 'Esker', kind: 'company', siren: SIREN_OF_ESKER, since: '1985-01-01' },
};
const renamed = (name: string, since: string): Event => ({
  type: 'membership.OrganisationRenamed',
  data: { organisationId: esker, name, since },
});
const declared = (value: number | null, source: string): Event => ({
  type: 'membership.OrganisationFigureDeclared',
  data: { organisationId: esker, figure: { indicator: 'jobs', value, unit: 'people', on: '2016-12-31', source } },
});
const located = (department: string, since: string): Event => ({
  type: 'membership.OrganisationLocated',
  data: { organisationId: esker, department, since },
});
const formed = (legalForm: string, since: string): Event => ({
  type: 'membership.OrganisationLegalFormSet',
  data: { organisationId: esker, legalForm, since },
});
const after = (...events: readonly Event[]) => given(organisations, events).document(esker);

describe('the register of organisations', () => {
  it('shows an organisation with its first name as a dated fact', () => {
    expect(after(registered)).toMatchObject({
      organisationId: esker,
      kind: 'company',
      siren: SIREN_OF_ESKER,
      identifiers: [{ identifier: { scheme: 'siren', value: SIREN_OF_ESKER }, since: '1985-01-01' }],
      since: '1985-01-01',
      locations: [],
      legalForms: [],
      names: [{ name: 'Esker', since: '1985-01-01' }],
      figures: [],
    });
  });

  it.each([
    ['1980-01-01', 'Esker'],
    ['1996-12-31', 'Esker'],
    ['1997-07-02', 'Esker SA'],
    ['2009-12-31', 'Esker SA'],
    ['2010-01-01', 'Esker Group'],
  ])('on %s its name is %s, though one was recorded late', (day, name) => {
    const document = after(registered, renamed('Esker Group', '2010-01-01'), renamed('Esker SA', '1997-07-02'));
    expect(document === undefined ? 'none' : viewOfOrganisation(document, day).name).toBe(name);
  });

  it.each([
    ['2009-12-31', undefined],
    ['2010-01-01', '42'],
    ['2012-01-01', '69'],
  ])('on %s its seat is in %s, though one was recorded late', (day, department) => {
    const document = after(registered, located('69', '2012-01-01'), located('42', '2010-01-01'));
    expect(document === undefined ? 'none' : viewOfOrganisation(document, day).department).toBe(department);
  });

  it.each([
    ['2009-12-31', undefined],
    ['2010-01-01', '5499'],
    ['2012-01-01', '5710'],
  ])('on %s its legal form is %s, though one was recorded late', (day, legalForm) => {
    const document = after(registered, formed('5710', '2012-01-01'), formed('5499', '2010-01-01'));
    expect(document === undefined ? 'none' : viewOfOrganisation(document, day).legalForm).toBe(legalForm);
  });

  it('bears an identifier that ended on the day on which it began again', () => {
    const identifier = { scheme: 'siret', value: '33151849800018' } as const;
    const about = { organisationId: esker, identifier };
    const document = after(
      registered,
      { type: 'membership.OrganisationIdentified', data: { ...about, since: '2010-01-01' } },
      { type: 'membership.OrganisationIdentified', data: { ...about, since: '2015-01-01' } },
      { type: 'membership.OrganisationIdentifierEnded', data: { ...about, cause: 'closed', on: '2015-01-01' } },
    );
    expect(document?.identifiers.filter(({ identifier: { scheme } }) => scheme === 'siret')).toMatchObject([
      { since: '2010-01-01', until: '2015-01-01' },
      { since: '2015-01-01' },
    ]);
  });

  it('keeps figures of two sources, and an unknown one as unknown', () => {
    const document = after(registered, declared(370, 'report'), declared(400, 'press'), declared(null, 'region'));
    expect(document?.figures.map(({ value }) => value)).toEqual([370, 400, null]);
  });

  it.each([renamed('X', '2010-01-01'), declared(1, 'press')])('stops at $type of what was never there', (event) => {
    expect(() => after(event)).toThrow('and there is none');
  });
});
