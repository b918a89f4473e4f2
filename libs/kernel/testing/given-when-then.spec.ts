import { describe, expect, it } from '@jest/globals';
import { door, type DoorEvent } from '../test/door.ts';
import { specification } from './given-when-then.ts';

const { given } = specification(door);
const opened: DoorEvent = { type: 'DoorOpened', by: 'anna' };
const closed: DoorEvent = { type: 'DoorClosed' };
const OPEN = { do: 'open', by: 'anna' } as const;
const CLOSE = { do: 'close' } as const;
const SLAM_OFTEN = { do: 'slam', times: 3 } as const;

describe('a specification agrees', () => {
  it('with the events that were decided', () => {
    given().when(OPEN).then(opened);
    given(opened).when(CLOSE).then(closed);
    given(opened, closed).when(OPEN).then(opened);
  });

  it('with no events where all is so already', () => {
    given(opened).when(OPEN).then();
    given(opened, closed).when(CLOSE).then();
  });

  it('with a refusal by its code, or with more of it', () => {
    given().when(CLOSE).refused({ type: 'DOOR_NEVER_OPENED' });
    given(opened).when(SLAM_OFTEN).refused({ type: 'DOOR_TOO_OFTEN' });
    given(opened).when(SLAM_OFTEN).refused({ type: 'DOOR_TOO_OFTEN', most: 2 });
  });

  it('and shows the decision and the state after it', () => {
    const when = given(opened, closed).when(OPEN);
    expect(when.decision).toEqual({ ok: true, events: [opened] });
    expect(when.state()).toEqual({ open: true, openings: 2 });
    expect(given(opened).when(OPEN).state()).toEqual({ open: true, openings: 1 });
  });
});

describe('a specification complains', () => {
  it.each<[string, () => void]>([
    ['of an event that was not decided', () => given(opened).when(OPEN).then(opened)],
    ['of an event too few', () => given().when(OPEN).then()],
    ['of an event too many', () => given().when(OPEN).then(opened, closed)],
    ['of another event', () => given().when(OPEN).then(closed)],
    ['of another value in an event', () => given().when(OPEN).then({ type: 'DoorOpened', by: 'bert' })],
    ['of a member that the event has not', () => given(opened).when(CLOSE).then({ type: 'DoorClosed', note: 'loud' })],
    ['of a refusal where events were expected', () => given().when(CLOSE).then(closed)],
    ['of a refusal where nothing new was expected', () => given().when(CLOSE).then()],
    ['of events where a refusal was expected', () => given().when(OPEN).refused({ type: 'DOOR_NEVER_OPENED' })],
    ['of nothing new where a refusal was expected', () => given(opened).when(OPEN).refused({})],
    ['of another refusal', () => given(opened).when(SLAM_OFTEN).refused({ type: 'DOOR_NEVER_OPENED' })],
    [
      'of another value in a refusal',
      () => given(opened).when(SLAM_OFTEN).refused({ type: 'DOOR_TOO_OFTEN', most: 3 }),
    ],
  ])('%s', (_what, wrong) => {
    expect(wrong).toThrow(/expect\(/);
  });

  it('of a refusal where its state is asked for', () => {
    expect(() => given(opened).when(SLAM_OFTEN).state()).toThrow('refused: {"type":"DOOR_TOO_OFTEN","most":2}');
  });
});
