import { describe, expect, it } from '@jest/globals';
import { specification } from '#libs/kernel/testing';
import { axess, esker, numelink, SIREN_OF_ESKER } from '../../../test/facts.ts';
import { identifierKey } from '#libs/identifiers';
import { identifierClaim, type IdentifierEvent } from './identifier-claim.ts';

const identifier = { scheme: 'siren', value: SIREN_OF_ESKER } as const;
const of = (bearerId: string) => ({ identifier, bearer: 'organisation', bearerId }) as const;
const claim = (bearerId: string) => ({ type: 'ClaimIdentifier', ...of(bearerId) }) as const;
const release = (bearerId: string) => ({ type: 'ReleaseIdentifier', ...of(bearerId) }) as const;
const claimed = (bearerId: string): IdentifierEvent => ({ type: 'IdentifierClaimed', ...of(bearerId) });
const released = (bearerId: string): IdentifierEvent => ({ type: 'IdentifierReleased', ...of(bearerId) });
const { given } = specification(identifierClaim);

describe('claiming an identifier', () => {
  it('binds it to a body', () => given().when(claim(esker)).then(claimed(esker)));

  it('again for the same body is nothing new, also where it is an organisation and a cluster', () => {
    given(claimed(esker)).when(claim(esker)).then();
    given({ ...claimed(numelink), bearer: 'cluster' })
      .when(claim(numelink))
      .then();
  });

  it('for another body is refused with the one that bears it, and what that is', () => {
    given(claimed(esker))
      .when(claim(axess))
      .refused({ type: 'MBR_IDENTIFIER_TAKEN', found: `organisation ${esker}` });
    given({ ...claimed(numelink), bearer: 'cluster' })
      .when(claim(axess))
      .refused({ type: 'MBR_IDENTIFIER_TAKEN', found: `cluster ${numelink}` });
  });

  it('claimed twice, or released by nobody, is an altered history', () => {
    expect(() => given(claimed(esker), claimed(axess)).when(claim(esker))).toThrow('cannot follow');
    expect(() => given(released(esker)).when(claim(esker))).toThrow('cannot follow');
  });

  it('has one stream for each identifier', () => {
    expect(identifierClaim.stream(identifierKey(identifier))).toBe(`membership.identifier-siren.${SIREN_OF_ESKER}`);
  });
});

describe('releasing an identifier', () => {
  it('frees it for another body', () => {
    given(claimed(esker)).when(release(esker)).then(released(esker));
    given(claimed(esker), released(esker)).when(claim(axess)).then(claimed(axess));
  });

  it('that is free, or of another body, is nothing new', () => {
    given().when(release(esker)).then();
    given(claimed(axess)).when(release(esker)).then();
  });
});
