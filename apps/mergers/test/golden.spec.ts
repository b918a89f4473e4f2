import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { planHash } from '../src/domain/operation/plan-hash.ts';
import type { Plan } from '../src/domain/rules/act.ts';

const sample = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../libs/contracts/golden/mergers.${name}.v1.json`, import.meta.url), 'utf8'));

describe('golden samples of mergers', () => {
  it('the hash of a plan is frozen: another way to hash would lose every adopted plan', () => {
    const { plan, planHash: hash } = sample('PlanDrafted') as { readonly plan: Plan; readonly planHash: string };
    expect(planHash(plan)).toBe(hash);
  });
});
