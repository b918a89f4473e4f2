import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { archiveContext } from '../src/archive.context.ts';

const id = countedUuid(1, 9);
const path = `archive/specimens/${id}`;

let application: TestApplication;
beforeAll(async () => {
  application = await TestApplication.start([archiveContext]);
});
afterAll(() => application.stop());

describe('specimens', () => {
  it('are registered, renamed, read and listed', async () => {
    const registered = { id, name: 'Premier', effectiveAt: '2016-03-31' };
    expect(await application.post('archive/specimens', registered)).toMatchObject({ status: 201 });
    const renamed = { name: 'Second', effectiveAt: '2016-06-01' };
    expect(await application.post(`${path}/rename`, renamed)).toMatchObject({ status: 200 });
    const specimen = { specimenId: id, name: 'Second', since: '2016-03-31' };
    expect((await application.get(path)).body).toEqual(specimen);
    expect((await application.get('archive/specimens')).body['items']).toEqual([specimen]);
  });

  it('are refused by name when there are none', async () => {
    expect(await application.post(`archive/specimens/${countedUuid(2, 9)}/rename`, { name: 'Second' })).toMatchObject({
      status: 404,
      body: { code: 'ARC_SPECIMEN_NOT_FOUND' },
    });
  });
});
