import { describe, expect, it } from '@jest/globals';
import { specification } from '#libs/kernel/testing';
import { axess, esker, SIREN_OF_ESKER } from '../../../test/facts.ts';
import { sirenClaim, type SirenEvent } from './siren-claim.ts';

const claim = (organisationId: string) => ({ type: 'ClaimSiren', siren: SIREN_OF_ESKER, organisationId }) as const;
const claimed = (organisationId: string): SirenEvent => ({ ...claim(organisationId), type: 'SirenClaimed' });
const { given } = specification(sirenClaim);

describe('claiming a SIREN', () => {
  it('binds it to an organisation', () => given().when(claim(esker)).then(claimed(esker)));

  it('again for the same organisation is nothing new', () => given(claimed(esker)).when(claim(esker)).then());

  it('for another organisation is refused with the one that bears it', () =>
    given(claimed(esker)).when(claim(axess)).refused({ type: 'MBR_SIREN_TAKEN', found: esker }));

  it('claimed twice is an altered history', () => {
    expect(() => given(claimed(esker), claimed(axess)).when(claim(esker))).toThrow('cannot follow');
  });

  it('has one stream for each SIREN', () => {
    expect(sirenClaim.stream(SIREN_OF_ESKER)).toBe(`membership.siren-${SIREN_OF_ESKER}`);
  });
});
