import { accept, aggregate, reject, sameFacts, type Decision } from '#libs/kernel';
import { absentOn } from '../body/body.decide.ts';
import type { CreateOffice, OfficeCommand, SetMaxHolders } from './office.commands.ts';
import { endMandate, startMandate } from './mandate.decide.ts';
import {
  evolveOffice,
  noOffice,
  withCapacity,
  type CreatedOffice,
  type OfficeCreated,
  type OfficeEvent,
  type OfficeState,
} from './office.ts';
import type { OfficeRejection } from './office.commands.ts';
import { firstOverfullDay, heldOn } from './tenure.ts';

type OfficeDecision = Decision<OfficeEvent, OfficeRejection>;

export const office = aggregate({
  context: 'governance',
  name: 'office',
  initial: noOffice,
  evolve: evolveOffice,
  decide: (command: OfficeCommand, state): OfficeDecision => {
    if (command.type === 'CreateOffice') return create(command, state);
    if (state.status === 'absent') return reject({ type: 'GOV_OFFICE_NOT_FOUND' });
    switch (command.type) {
      case 'SetMaxHolders':
        return setMaxHolders(command, state);
      case 'StartMandate':
        return startMandate(command, state);
      case 'EndMandate':
        return endMandate(command, state);
    }
  },
});

/** Whoever holds the office on a day; a mandate past its limit is not held. */
export function holdersOn(state: OfficeState, day: string) {
  return state.status === 'absent' ? [] : heldOn(state.mandates, day).map(({ started }) => started);
}

function create({ body, ...command }: CreateOffice, state: OfficeState): OfficeDecision {
  if (body.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
  const created: OfficeCreated = { ...command, type: 'OfficeCreated', clusterId: body.created.clusterId };
  if (state.status !== 'absent')
    return sameFacts(created, state.created) ? accept() : reject({ type: 'GOV_OFFICE_EXISTS' });
  const absent = absentOn(command.since, body);
  return absent === undefined ? accept(created) : reject(absent);
}

function setMaxHolders(command: SetMaxHolders, state: CreatedOffice): OfficeDecision {
  const { officeId, since, maxHolders } = command;
  if (state.capacities.some((known) => known.since === since && known.maxHolders === maxHolders)) return accept();
  if (since < state.created.since)
    return reject({ type: 'GOV_OFFICE_BEFORE_CREATION', found: since, required: state.created.since });
  const after = withCapacity(state, { since, maxHolders });
  const overfull = firstOverfullDay(after.capacities, after.mandates);
  if (overfull !== undefined)
    return reject({
      type: 'GOV_OFFICE_FULL',
      day: overfull.day,
      found: overfull.holders,
      required: overfull.maxHolders,
    });
  return accept({ type: 'OfficeMaxHoldersSet', officeId, clusterId: state.created.clusterId, maxHolders, since });
}
