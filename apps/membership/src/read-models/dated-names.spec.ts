import { describe, expect, it } from '@jest/globals';
import { nameOn, visibleNames } from './dated-names.ts';

const document = {
  names: [
    { name: 'Numélink 2', since: '2016-01-01' },
    { name: 'Projet N2', since: '2016-09-07', embargoUntil: '2017-01-01' },
    { name: 'Digital League', since: '2017-03-28', embargoUntil: '2017-03-28' },
  ],
};
const subscriber = (today: string) => ({ mayReadEmbargoed: false, today });
const auditor = (today: string) => ({ mayReadEmbargoed: true, today });

describe('names under embargo', () => {
  it.each([
    ['2016-12-31', ['Numélink 2']],
    ['2017-01-01', ['Numélink 2', 'Projet N2']],
    ['2017-03-27', ['Numélink 2', 'Projet N2']],
    ['2017-03-28', ['Numélink 2', 'Projet N2', 'Digital League']],
  ])('are public from the beginning of their day on: %s', (today, names) => {
    expect(visibleNames(document, subscriber(today)).map(({ name }) => name)).toEqual(names);
  });

  it('are there for who has the right, on any day', () => {
    expect(visibleNames(document, auditor('2016-01-01'))).toHaveLength(3);
  });
});

describe('the name on a day', () => {
  it.each([
    ['a subscriber before the embargo ends', '2016-10-01', subscriber('2016-10-01'), 'Numélink 2'],
    ['a subscriber afterwards, about that day', '2016-10-01', subscriber('2017-06-01'), 'Projet N2'],
    ['an auditor, about that day', '2016-10-01', auditor('2016-10-01'), 'Projet N2'],
    ['an auditor, about a day to come', '2017-04-01', auditor('2016-10-01'), 'Digital League'],
    ['anybody, about a day before the first name', '2010-01-01', subscriber('2016-10-01'), 'Numélink 2'],
  ])('as %s sees it', (_who, day, reader, name) => {
    expect(nameOn(document, day, reader)?.name).toBe(name);
  });

  it('is nothing where no name may be seen', () => {
    const secret = { names: [{ name: 'Projet N2', since: '2016-09-07', embargoUntil: '2017-01-01' }] };
    expect(nameOn(secret, '2016-10-01', subscriber('2016-10-01'))).toBeUndefined();
  });
});
