import { describe, expect, it } from '@jest/globals';
import { company, memberLists, sirenOf } from './companies.ts';

const union = (...lists: readonly (readonly number[])[]): number => new Set(lists.flat()).size;
const common = (a: readonly number[], b: readonly number[]): number => a.filter((number) => b.includes(number)).length;

describe('the generated companies', () => {
  const lists = memberLists();

  it('are the same in every run', () => {
    expect(company(0)).toEqual(company(0));
    expect(company(211)).toMatchObject({ siren: '900014770', id: company(211).id });
  });

  it('have a SIREN each, with its check digit', () => {
    const sirens = lists.all.map((number) => sirenOf(number));
    expect(new Set(sirens).size).toBe(lists.all.length);
    for (const siren of sirens) expect(luhnSum(siren) % 10).toBe(0);
  });

  it('have an id and a name each', () => {
    expect(new Set(lists.all.map((number) => company(number).id)).size).toBe(510);
    expect(new Set(lists.all.map((number) => company(number).name)).size).toBe(510);
  });

  it.each([
    ['Numélink, before', lists.numelink.length, 170],
    ['RhôneAlley', lists.rhoneAlley.length, 80],
    ['Auvergne TIC', lists.auvergneTic.length, 80],
    ['in Numélink and RhôneAlley', common(lists.numelink, lists.rhoneAlley), 30],
    ['Numélink with RhôneAlley', union(lists.numelink, lists.rhoneAlley), 220],
    ['Numélink with Auvergne TIC too', union(lists.numelink, lists.rhoneAlley, lists.auvergneTic), 300],
    ['Edit', lists.edit.length, 190],
    ['Grilog', lists.grilog.length, 110],
    ["Clust'R Numérique at first", union(lists.edit, lists.grilog), 260],
    ["Clust'R Numérique in the end", union(lists.edit, lists.grilog, lists.clustrNewcomers), 300],
    [
      'everybody',
      union(lists.numelink, lists.rhoneAlley, lists.auvergneTic, lists.edit, lists.grilog, lists.clustrNewcomers),
      510,
    ],
    ['in both of the last two', lists.inBoth.length, 90],
  ])('%s: %s of %s', (_who, found, reported) => {
    expect(found).toBe(reported);
  });
});

function luhnSum(digits: string): number {
  return Array.from(digits)
    .reverse()
    .reduce((sum, digit, index) => {
      const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
      return sum + (value > 9 ? value - 9 : value);
    }, 0);
}
