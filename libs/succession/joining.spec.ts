import { describe, expect, it } from '@jest/globals';
import { countedUuid } from '#libs/kernel/testing';
import { joinersOf } from './joining.ts';
import type { Held, Span } from './members.ts';

const [cluster, organisationId, other] = [countedUuid(1), countedUuid(1, 0x50), countedUuid(2, 0x50)];
const effectiveOn = '2016-03-31';
const member = (periods: Held['periods'], id = organisationId): Held => ({
  clusterId: cluster,
  organisationId: id,
  periods,
});
const passing = (...spans: readonly Span[]) => ({ membership: { organisationId }, spans });
const ending = (on: string) => ({ on, cause: 'resignation' as const });

describe('who joins by an accession', () => {
  it.each<[string, readonly ReturnType<typeof passing>[], readonly Held[], boolean]>([
    ['who is no member', [], [], true],
    ['who comes over that day', [passing({ since: effectiveOn })], [], false],
    ['who comes over later', [passing({ since: '2016-04-01' })], [], true],
    ['who comes over and leaves later', [passing({ since: effectiveOn, ending: ending('2016-04-01') })], [], false],
    ['who is a member of the successor', [], [member([{ since: '2010-01-01' }])], false],
    ['who leaves it that day', [], [member([{ since: '2010-01-01', until: effectiveOn }])], true],
    ['who is admitted to it later', [], [member([{ since: '2017-01-01' }])], true],
    ['beside a member', [], [member([{ since: '2010-01-01' }], other)], true],
  ])('%s: %#', (_what, passed, existing, joins) => {
    const acceded = [{ organisationId, college: 'Start-ups' }];
    expect(joinersOf(acceded, passed, existing, effectiveOn)).toEqual(joins ? acceded : []);
  });
});
