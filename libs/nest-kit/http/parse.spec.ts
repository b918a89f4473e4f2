import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { orNotFound, pageParameters } from '#libs/hosting';
import { malformedProblem, parse } from './parse.ts';

const page = z.strictObject(pageParameters);
const thrownBy = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('query parameters', () => {
  it.each([
    [{}, { limit: 50 }],
    [{ limit: '1' }, { limit: 1 }],
    [
      { limit: '500', after: 'YQ' },
      { limit: 500, after: 'YQ' },
    ],
  ])('%j is the page %j', (query, wanted) => {
    expect(parse(page, query)).toEqual(wanted);
  });

  it.each([
    [{ limit: '0' }, '/limit'],
    [{ limit: '501' }, '/limit'],
    [{ limit: '1.5' }, '/limit'],
    [{ limit: 'all' }, '/limit'],
    [{ after: 'x'.repeat(2_001) }, '/after'],
    [{ after: '' }, '/after'],
    [{ surplus: 'x' }, '/surplus'],
    [{ limit: ['1', '2'] }, '/limit'],
  ])('%j is malformed', (query, path) => {
    expect(thrownBy(() => parse(page, query))).toMatchObject({
      body: { code: 'API_MALFORMED', status: 400, errors: [{ path }] },
    });
  });

  it('what is there is found, and what is not is a 404 that names it', () => {
    expect(orNotFound({ a: 1 }, 'x')).toEqual({ a: 1 });
    expect(thrownBy(() => orNotFound(undefined, 'x'))).toMatchObject({ body: { code: 'API_NOT_FOUND', found: 'x' } });
  });
});

describe('what is malformed', () => {
  it('is named path by path', () => {
    const schema = z.strictObject({ list: z.array(z.strictObject({ n: z.int() })), name: z.string() });
    expect(thrownBy(() => parse(schema, { list: [{ n: 1 }, { n: 'x' }], name: 7 }))).toMatchObject({
      body: { errors: [{ path: '/list/1/n' }, { path: '/name' }] },
    });
  });

  it('is named as a JSON pointer, whatever the unknown member is called', () => {
    const found = thrownBy(() => parse(z.strictObject({}), { 'a/b': 1, 'm~n': 2, '': 3 }));
    expect(found).toMatchObject({ body: { errors: [{ path: '/a~1b' }, { path: '/m~0n' }, { path: '/' }] } });
  });

  it('has the empty pointer where the whole is wrong', () => {
    expect(malformedProblem([{ message: 'wrong' }]).body.errors).toEqual([{ path: '', message: 'wrong' }]);
  });

  it('is named in the path segments of any schema library', () => {
    const { errors } = malformedProblem([{ message: 'wrong', path: [{ key: 'a' }, 0, 'b'] }]).body;
    expect(errors).toEqual([{ path: '/a/0/b', message: 'wrong' }]);
  });
});
