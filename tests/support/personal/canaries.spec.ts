import { describe, expect, it } from '@jest/globals';
import { Canaries, personalTextsIn, wordsOfName } from './canaries.ts';

const NAME = 'Jean-Michel Bérard';

describe('the search for personal texts', () => {
  it.each([
    ['as it is', (name: string) => `{"name":"${name}"}`],
    ['in capitals', (name: string) => `REFUSED: ${name.toUpperCase()}`],
    ['with its accents apart', (name: string) => name.normalize('NFD')],
    ['escaped in JSON', (name: string) => name.replace('é', '\\u00e9')],
    ['in an address', (name: string) => `/holders?name=${encodeURIComponent(name)}&validAt=2016-01-01`],
    ['as bytes of a column', (name: string) => `\\x00${Buffer.from(`"${name}"`).toString('hex')}00`],
    ...[0, 1, 2].map(
      (before) =>
        [
          `in base64 behind ${String(before)} bytes`,
          (name: string) => Buffer.from(`${'x'.repeat(before)}${name} and more`).toString('base64'),
        ] as const,
    ),
    ['in base64 of a URL', (name: string) => Buffer.from(`{"sub":"${name}"}`).toString('base64url')],
  ] as const)('finds a name %s', (_how, written) => {
    const canaries = new Canaries(wordsOfName(NAME));
    expect(canaries.in(written(NAME))).toContain(NAME);
    expect(canaries.in(written('Bérard'))).toEqual(['Bérard']);
    expect(canaries.in(written('Somebody Else'))).toEqual([]);
  });

  it('takes names of persons, free text and evidence from a command, whatever the member is called', () => {
    const body = {
      clusterId: '018f6f0e-0000-7000-8000-000000000001',
      name: 'Digital League',
      effectiveAt: '2016-01-01',
      kind: 'fusion-creation',
      plan: { motives: 'One body.', holders: [{ person: { personId: 'x', name: NAME } }] },
      agenda: ['Merger with Numélink'],
      remark: 'a member that nobody thought of',
      evidence: [{ title: 'Minutes by Bérard', link: 'https://press.example/berard' }],
    };
    expect(personalTextsIn(body)).toEqual([
      'One body.',
      NAME,
      'Merger with Numélink',
      'a member that nobody thought of',
      'Minutes by Bérard',
      'https://press.example/berard',
    ]);
  });
});
