import { catalog, type GrappeEvents } from '#libs/contracts';
import { creates, keyed, projection, updates } from '#libs/projections';
import type { RegisteredSeat } from '../../domain/register/entries.ts';

type Created = GrappeEvents['governance.BodyCreated'];
type Abolished = GrappeEvents['governance.BodyAbolished'];
type OfficeCreated = GrappeEvents['governance.OfficeCreated'];

function keyOfBody({ data }: { readonly data: Created | Abolished }): string {
  return `body/${data.bodyId}`;
}

/** To whom a body and an office belong. */
export const seats = projection<GrappeEvents, RegisteredSeat>({
  name: 'mergers.seats',
  version: 3,
  order: catalog.order,
  columns: { seat_id: { type: 'text', from: 'seatId' } },
  indexes: [['seat_id']],
  on: {
    'governance.BodyCreated': keyed<Created, RegisteredSeat>(
      keyOfBody,
      creates(({ data: { clusterId, bodyId } }) => ({ kind: 'body', seatId: bodyId, clusterId, bodyId })),
    ),
    // Of two abolitions the earlier one stands.
    'governance.BodyAbolished': keyed<Abolished, RegisteredSeat>(
      keyOfBody,
      updates((body, { data }) => ({ ...body, abolishedOn: body.abolishedOn ?? data.on })),
    ),
    'governance.OfficeCreated': keyed<OfficeCreated, RegisteredSeat>(
      ({ data }) => `office/${data.officeId}`,
      creates(({ data: { officeId: seatId, clusterId, bodyId } }) => ({ kind: 'office', seatId, clusterId, bodyId })),
    ),
  },
});
