import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { GrappeEvents } from '#libs/contracts';
import { documentOf, idParameter, type ContextDefinition, type Runtime } from '#libs/hosting';
import { Register, startRuntime } from '#libs/hosting/testing';
import { eventually } from '#libs/kernel/testing';
import type { TestDatabase } from '#libs/postgres/testing';
import { creates, projection } from '#libs/projections';
import { readTokenFor } from '../commands/read-token.ts';
import { openAdmin } from '../test/admin-application.ts';

const nameView = z.strictObject({ name: z.string() });

const names = projection<GrappeEvents, z.infer<typeof nameView>>({
  name: 'membership.test-names',
  version: 1,
  columns: {},
  indexes: [],
  key: 'organisationId',
  on: { 'membership.OrganisationRegistered': creates(({ data: { name } }) => ({ name })) },
});

describe('a paused read model', () => {
  const register = new Register();
  const parameters = { id: idParameter('The organisation.') };
  const context: ContextDefinition = {
    ...register.context(),
    projections: [register.model, names],
    queries: [
      documentOf(register.model, { summary: 'One.', shows: 'system', parameters, answers: z.any() }),
      documentOf(names, { summary: 'Another.', shows: 'system', parameters, answers: nameView }),
    ],
  };
  let database: TestDatabase;
  let runtime: Runtime;
  let application: NestFastifyApplication;
  let authorization: string;

  beforeAll(async () => {
    ({ runtime, database } = await startRuntime([context]));
    const opened = await openAdmin(runtime, [context]);
    ({ application } = opened);
    authorization = `Bearer ${await opened.token('admin')}`;
  });
  afterAll(async () => {
    await application.close();
    await runtime.stop();
    await database.drop();
  });

  it('answers 503 to those who wait for it, and touches no read of another', async () => {
    const { organisationId, event, stream } = register.registration('poison');
    await runtime.store.append(stream, 'no-stream', [event]);
    await eventually('one model is paused, the other has the document', async () => {
      const { consumers } = await runtime.status();
      const state = (name: string) => consumers.find((consumer) => consumer.name === name);
      return state(register.model.name)?.state === 'paused' && state(names.name)?.caughtUp === true;
    });
    const read = async (model: string, token: string) => {
      const url = `/api/v1/membership/${model}/${organisationId}${token}`;
      const { statusCode, body } = await application.inject({ method: 'GET', url, headers: { authorization } });
      return { status: statusCode, body: JSON.parse(body) as object };
    };
    const token = `?readToken=${readTokenFor(runtime.store.epoch, event.id)}`;
    expect(await read('test-names', token)).toEqual({ status: 200, body: { name: 'poison' } });
    expect(await read('test-register', token)).toMatchObject({ status: 503, body: { code: 'API_READ_MODEL_BEHIND' } });
    expect((await read('test-register', '')).status).toBe(404);
  });
});
