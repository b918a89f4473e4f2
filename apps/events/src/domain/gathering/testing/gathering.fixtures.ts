import { countedUuid } from '#libs/kernel/testing';
import type { GatheringCommand } from '../gathering.ts';
import type { GatheringEventData, GatheringFact } from '../gathering.facts.ts';

export const gatheringId = countedUuid(1, 0xe1);
export const telecomValley = countedUuid(1, 0xe2);
export const rhoneAlpes = countedUuid(2, 0xe2);
export const incubatorId = countedUuid(3, 0xe2);
export const PLANNED = '2016-03-01';
const ids = { gatheringId, clusterId: telecomValley };

/** SophiaConf 2016, four evenings of which the first one is a part of its own. */
export const sophiaConf: GatheringEventData = {
  ...ids,
  title: 'SophiaConf 2016',
  format: 'conference',
  organiser: { kind: 'cluster', id: telecomValley },
  coHosts: [{ kind: 'incubator', id: incubatorId }],
  place: { name: 'SKEMA', zone: 'Europe/Paris' },
  schedule: { from: '2016-07-04T18:00', to: '2016-07-07T21:30' },
  parts: [{ title: 'Big data', from: '2016-07-04T18:00', to: '2016-07-04T21:30' }],
  audience: ['member', 'public'],
  on: PLANNED,
};

export const plan = (more: object = {}): GatheringCommand => ({ type: 'PlanGathering', ...sophiaConf, ...more });
export const planned = (more: object = {}): GatheringFact => ({ type: 'GatheringPlanned', ...sophiaConf, ...more });
export const announce = (on: string): GatheringCommand => ({ type: 'AnnounceGathering', gatheringId, on });
export const announced = (on: string): GatheringFact => ({ type: 'GatheringAnnounced', ...ids, on });
export const postpone = (on: string, more: object = {}): GatheringCommand => ({
  ...{ type: 'PostponeGathering', gatheringId, on },
  ...more,
});
export const postponed = (on: string, more: object = {}): GatheringFact => ({
  ...{ type: 'GatheringPostponed', ...ids, on },
  ...more,
});
export const hold = (on: string): GatheringCommand => ({ type: 'HoldGathering', gatheringId, on });
export const held = (on: string): GatheringFact => ({ type: 'GatheringHeld', ...ids, on });
export const cancel = (on: string, reason = 'x'): GatheringCommand => ({
  ...{ type: 'CancelGathering', gatheringId, reason, on },
});
export const cancelled = (on: string, reason = 'x'): GatheringFact => ({
  ...{ type: 'GatheringCancelled', ...ids, reason, on },
});
const counted = { participants: 120, organisationIds: [rhoneAlpes] };
export const count = (on: string, more: object = {}): GatheringCommand => ({
  ...{ type: 'CountAttendance', gatheringId, ...counted, on },
  ...more,
});
export const attended = (on: string, more: object = {}): GatheringFact => ({
  ...{ type: 'AttendanceCounted', ...ids, ...counted, on },
  ...more,
});

export const sophia = countedUuid(9, 0xe2);
const merger = { operationId: countedUuid(1, 0xe3) };
export const passed = (from: string, on: string, more: object = {}): GatheringFact => ({
  ...{ type: 'GatheringPassed', gatheringId, from, to: sophia, ...merger, on },
  ...more,
});
export const pass = (
  ends: readonly { readonly from: string; readonly to: string }[],
  on: string,
): GatheringCommand => ({
  ...{ type: 'PassGathering', gatheringId, ends, ...merger, annulment: undefined, on },
});
