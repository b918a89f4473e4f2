import { command, type CommandServices, type CommandTable } from '#libs/commands';
import type { StartMandate } from '../domain/office/office.commands.ts';
import { onBody, onOffice } from '../streams.ts';
import { bodyOf, clusterOfOffice, officeOf } from './lookups.ts';
import { governanceRefusals } from './refusals.table.ts';
import { createOfficeSchema, endMandateSchema, setMaxHoldersSchema, startMandateSchema } from './requests.ts';

export const officeCommands: CommandTable = {
  context: 'governance',
  resource: 'offices',
  refusals: governanceRefusals,
  rows: [
    command({
      summary: 'Create an office of a body; one office may have several holders side by side.',
      body: createOfficeSchema,
      roles: ['admin', 'operator'],
      scope: async ({ body, services }) => await clusterOf(body.bodyId, services),
      refusals: ['GOV_OFFICE_EXISTS', 'GOV_BODY_NOT_FOUND', 'GOV_BODY_ABOLISHED', 'GOV_BODY_BEFORE_CREATION'],
      steps: async ({ id, body, effectiveAt, services }) => {
        const { bodyId } = body;
        const [clusterId] = await clusterOf(bodyId, services);
        const there = onBody(bodyId, { type: 'RequireBody', bodyId, on: effectiveAt });
        if (clusterId === undefined) return [there];
        const facts = { officeId: id, clusterId, ...body, since: effectiveAt };
        return [onOffice(id, { type: 'CreateOffice', ...facts }), there];
      },
    }),
    command({
      verb: 'set-max-holders',
      summary: 'Decide anew how many persons may hold an office side by side.',
      body: setMaxHoldersSchema,
      roles: ['admin', 'operator'],
      scope: (request) => clusterOfOffice(request),
      refusals: ['GOV_OFFICE_NOT_FOUND', 'GOV_OFFICE_BEFORE_CREATION', 'GOV_OFFICE_FULL'],
      steps: ({ id, body, effectiveAt }) => [
        onOffice(id, { type: 'SetMaxHolders', officeId: id, ...body, since: effectiveAt }),
      ],
    }),
    command({
      verb: 'start-mandate',
      summary: 'A person holds an office from a day on; a mandate of the past is recorded with its end.',
      body: startMandateSchema,
      roles: ['admin', 'operator'],
      scope: (request) => clusterOfOffice(request),
      refusals: [
        'GOV_OFFICE_NOT_FOUND',
        'GOV_MANDATE_EXISTS',
        'GOV_MANDATE_ENDED',
        'GOV_OFFICE_BEFORE_CREATION',
        'GOV_MANDATE_LIMIT_REQUIRED',
        'GOV_MANDATE_LIMIT_BEFORE_START',
        'GOV_MANDATE_FOLLOWS_UNKNOWN',
        'GOV_MANDATE_END_BEFORE_START',
        'GOV_MANDATE_NOT_EXPIRED',
        'GOV_MANDATE_PERSON_HOLDS_OFFICE',
        'GOV_OFFICE_FULL',
        'GOV_BODY_ABOLISHED',
      ],
      steps: async ({ id, body, effectiveAt, services }) => {
        const mandateId = body.mandateId ?? services.ids.next();
        return await startSteps(
          { type: 'StartMandate', officeId: id, ...body, mandateId, since: effectiveAt },
          services,
        );
      },
    }),
    command({
      verb: 'end-mandate',
      summary: 'End a mandate with its cause; the day is the first on which the person holds the office no more.',
      body: endMandateSchema,
      roles: ['admin', 'operator'],
      scope: (request) => clusterOfOffice(request),
      refusals: [
        'GOV_OFFICE_NOT_FOUND',
        'GOV_MANDATE_NOT_FOUND',
        'GOV_MANDATE_ENDED',
        'GOV_MANDATE_END_BEFORE_START',
        'GOV_MANDATE_NOT_EXPIRED',
      ],
      steps: ({ id, body, effectiveAt }) => [
        onOffice(id, { type: 'EndMandate', officeId: id, ...body, on: effectiveAt }),
      ],
    }),
  ],
};

/** A repeat finds its mandate there already and needs nothing else, whatever has become of the body since. */
async function startSteps(start: StartMandate, services: CommandServices) {
  const office = await officeOf(start.officeId, services);
  if (office.status === 'absent' || office.mandates.some(({ mandateId }) => mandateId === start.mandateId))
    return [onOffice(start.officeId, start)];
  const { bodyId } = office.created;
  const ended = start.ended ?? (await endOfBody(bodyId, services));
  return [
    onOffice(start.officeId, ended === undefined ? start : { ...start, ended }),
    onBody(bodyId, { type: 'RequireBody', bodyId, on: start.since }),
  ];
}

/** Whoever was in office when the body disappeared left it that day: a mandate recorded afterwards ends there too. */
async function endOfBody(bodyId: string, services: CommandServices): Promise<StartMandate['ended']> {
  const body = await bodyOf(bodyId, services);
  if (body.status !== 'abolished') return undefined;
  const { on, cause, operationId } = body.abolition;
  if (cause === 'decision') return { on, cause: 'dissolution' };
  return { on, cause: 'succession', ...(operationId === undefined ? {} : { operationId }) };
}

async function clusterOf(bodyId: string, services: CommandServices): Promise<readonly string[]> {
  const body = await bodyOf(bodyId, services);
  return body.status === 'absent' ? [] : [body.created.clusterId];
}
