import { describe, expect, it } from '@jest/globals';
import { mergedDocument, ComponentsDiffer, type ApiDocument } from './openapi.ts';

const shelf: ApiDocument = {
  openapi: '3.1.0',
  paths: {
    '/health/live': { get: { operationId: 'Health.live' } },
    '/api/v1/shelf/books': { get: { operationId: 'Shelf.books' } },
    '/api/v1/admin/rebuilds': { post: { operationId: 'Admin.rebuild' } },
  },
  components: { securitySchemes: { bearer: {} }, schemas: { Problem: { type: 'object' }, Book: {} } },
};
const cellar: ApiDocument = {
  openapi: '3.1.0',
  paths: {
    '/health/live': { get: { operationId: 'Health.live' } },
    '/api/v1/admin/rebuilds': { post: { operationId: 'Admin.rebuild' } },
  },
  components: { schemas: { Problem: { type: 'object' }, Barrel: {} } },
};

describe('one document of several services', () => {
  it('has what all have once, and admin routes by service under names of their own', () => {
    const { paths, components } = mergedDocument([
      ['shelf', shelf],
      ['cellar', cellar],
    ]);
    expect(paths).toEqual({
      '/health/live': { get: { operationId: 'Health.live' } },
      '/api/v1/shelf/books': { get: { operationId: 'Shelf.books' } },
      '/api/v1/services/shelf/admin/rebuilds': { post: { operationId: 'shelf.Admin.rebuild' } },
      '/api/v1/services/cellar/admin/rebuilds': { post: { operationId: 'cellar.Admin.rebuild' } },
    });
    expect(Object.keys(components?.schemas ?? {})).toEqual(['Problem', 'Book', 'Barrel']);
    expect(components).toHaveProperty('securitySchemes.bearer');
  });

  it('is none when two use one name for different schemas', () => {
    const other = { ...cellar, components: { schemas: { Book: { type: 'string' } } } };
    const merge = () =>
      mergedDocument([
        ['shelf', shelf],
        ['cellar', other],
      ]);
    expect(merge).toThrow(ComponentsDiffer);
    expect(merge).toThrow('the component Book is not the same');
  });

  it('is none of nothing', () => {
    expect(() => mergedDocument([])).toThrow(TypeError);
  });
});
