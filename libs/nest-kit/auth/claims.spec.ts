import { describe, expect, it } from '@jest/globals';
import { readConfig } from '#libs/hosting';
import { claimPathsOf, PLAIN_PATHS, readClaims } from './claims.ts';

describe('the claims of a token', () => {
  const plain = { sub: 'somebody', roles: ['operator'], clusters: ['c1'] };
  const pathsOf = (environment: Readonly<Record<string, string>>) => claimPathsOf(readConfig(environment));

  it('are under their plain names where nothing else is set', () => {
    expect(pathsOf({})).toEqual(PLAIN_PATHS);
    expect(readClaims({ ...plain, person: 'p1', organisations: ['o1'], email: 'a@example.org' }, PLAIN_PATHS)).toEqual({
      ...plain,
      person: 'p1',
      organisations: ['o1'],
    });
  });

  it.each([
    ['realm_access.roles', { realm_access: { roles: ['operator', 'uma_authorization'] } }],
    ['resource_access.grappe.roles', { resource_access: { grappe: { roles: ['operator'] } } }],
    ['https://grappe.example/roles', { 'https://grappe.example/roles': ['operator'] }],
    ['roles', { roles: ['operator'], realm_access: { roles: ['admin'] } }],
  ])('are where OIDC_ROLES_CLAIM=%s says, and nowhere else', (OIDC_ROLES_CLAIM, claims) => {
    const paths = pathsOf({ OIDC_ROLES_CLAIM });
    expect(readClaims({ sub: 'somebody', ...claims }, paths)).toEqual({
      sub: 'somebody',
      roles: ['operator'],
      clusters: [],
    });
    if (OIDC_ROLES_CLAIM !== 'roles')
      expect(readClaims({ sub: 'somebody', roles: ['admin'] }, paths)).toContain(`the claim ${OIDC_ROLES_CLAIM}`);
  });

  it.each([
    ['OIDC_CLUSTERS_CLAIM', { clusters: ['c7'] }],
    ['OIDC_PERSON_CLAIM', { person: 'p7' }],
    ['OIDC_ORGANISATIONS_CLAIM', { organisations: ['o7'] }],
  ])('%s is a path too', (variable, expected) => {
    const [value] = Object.values(expected);
    const payload = { sub: 'somebody', roles: ['operator'], grappe: { it: value } };
    expect(readClaims(payload, pathsOf({ [variable]: 'grappe.it' }))).toMatchObject(expected);
  });

  it.each([
    ['no roles', {}, 'the claim roles of the token'],
    ['roles as text', { roles: 'admin' }, 'the claim roles of the token'],
    ['unknown roles only', { roles: ['king', 'member'] }, 'a known role is required'],
    ['a cluster that is no text', { roles: ['admin'], clusters: [7] }, 'the claim clusters/0 of the token'],
    ['a cluster with U+0000', { roles: ['admin'], clusters: ['a\u0000'] }, 'the claim clusters/0 of the token'],
    ['a person that is none', { roles: ['admin'], person: '' }, 'the claim person of the token'],
    ['an organisation with a line break', { roles: ['admin'], organisations: ['a\nb'] }, 'the claim organisations/0'],
    ['a subject that is blank', { sub: ' ', roles: ['admin'] }, 'the claim sub of the token'],
  ])('with %s are none, and the claim is named', (_what, claims, reason) => {
    expect(readClaims({ sub: 'somebody', ...claims }, PLAIN_PATHS)).toContain(reason);
  });

  it('that stand in a prototype are not there', () => {
    expect(readClaims({ sub: 'somebody' }, { ...PLAIN_PATHS, roles: 'constructor.name' })).toContain('the claim');
  });
});
