import { describe, expect, it } from '@jest/globals';
import { columnsOf } from './columns.ts';
import { judgeLine, MEMBER_COLUMNS, type LineRules } from './member-line.ts';

const HEADER = [
  'Raison sociale',
  'SIREN',
  'Code postal',
  'Date d’adhésion',
  'Collège',
  'Antenne',
  'Taille',
  'Remarque',
];
const rules = (more: Partial<LineRules> = {}): LineRules => ({
  columns: columnsOf(MEMBER_COLUMNS, HEADER),
  dateFormat: 'dd/mm/yyyy',
  antennas: new Map([['drome', 'antenna-of-drome']]),
  ...more,
});
const judge = (cells: readonly string[], more?: Partial<LineRules>) => judgeLine({ line: 2, cells }, rules(more));

describe('the columns of a file', () => {
  it('are known by headers in French and in English, however they are written', () => {
    const { indexes, ignored } = columnsOf(MEMBER_COLUMNS, HEADER);
    expect([...indexes]).toEqual([
      ...[
        ['name', 0],
        ['siren', 1],
        ['postalCode', 2],
        ['since', 3],
        ['college', 4],
        ['antenna', 5],
        ['sizeClass', 6],
      ],
    ]);
    expect(ignored).toEqual(['Remarque']);
    expect([...columnsOf(MEMBER_COLUMNS, ['COMPANY_NAME', 'Siren ', 'membershipId', 'memberSince']).indexes]).toEqual([
      ...[
        ['name', 0],
        ['siren', 1],
        ['since', 3],
      ],
    ]);
  });

  it('are what the user says they are', () => {
    const { indexes, ignored } = columnsOf(
      MEMBER_COLUMNS,
      ['Nom', 'Enseigne', 'Entrée'],
      ['name=enseigne', 'since=Entrée'],
    );
    expect([[...indexes], ignored]).toEqual([
      [
        ['name', 1],
        ['since', 2],
      ],
      ['Nom'],
    ]);
  });

  it.each([
    [['Nom', 'Raison sociale'], [], 'both Raison sociale and Nom are about name'],
    [['SIREN'], [], 'no column says the name; found SIREN'],
    [['Nom'], ['since=Entrée'], 'since=Entrée: column not found; there are Nom'],
    [['Nom'], ['colour=Nom'], 'needed is <field>=<column>'],
  ])('%j with %j are wrong use', (header, mapping, message) =>
    expect(() => columnsOf(MEMBER_COLUMNS, header, mapping)).toThrow(message),
  );
});

describe('a line', () => {
  it('says what its cells say', () => {
    expect(judge(['Esker', '331 518 498', '69001', '01/02/2015', 'Entreprises', 'Drôme', 'PME', 'x'])).toEqual({
      ok: true,
      body: {
        ...{ name: 'Esker', identifiers: ['331 518 498'], postalCode: '69001', effectiveAt: '2015-02-01' },
        ...{ college: 'Entreprises', antennaId: 'antenna-of-drome', sizeClass: 'sme' },
      },
    });
  });

  it('without a day has the one of the file', () => {
    expect(judge(['Esker'], { since: '2016-01-01' })).toMatchObject({ ok: true, body: { effectiveAt: '2016-01-01' } });
  });

  it('is refused with every cell that is wrong', () => {
    const { ok, ...found } = judge(['SociÃ©tÃ©', '69805133', '1310', '42735', '', 'Ardèche', 'gros', '', 'surplus']);
    expect(ok).toBe(false);
    const { complaints } = found as { readonly complaints: readonly object[] };
    expect(complaints).toMatchObject([
      { found: '9 cells' },
      { column: 'Raison sociale', found: 'SociÃ©tÃ©', proposal: 'Société' },
      { column: 'SIREN', found: '69805133', proposal: '069805133' },
      { column: 'Code postal', found: '1310', proposal: '01310' },
      { column: 'Date d’adhésion', found: '42735', proposal: '2016-12-31' },
      { column: 'Antenne', found: 'Ardèche' },
      { column: 'Taille', found: 'gros' },
    ]);
  });

  it('without a name or a day says what is missing', () => {
    expect(judge(['', '331518498'])).toMatchObject({
      complaints: [
        { column: 'Raison sociale', found: '', reason: 'a name is needed' },
        { column: 'Date d’adhésion', found: '' },
      ],
    });
  });
});
