import { describe, expect, it } from '@jest/globals';
import type { GrappeEvents } from '#libs/contracts';
import { creates, projection, updates } from '#libs/projections';
import { contexts } from '../../apps/platform/src/contexts.ts';
import { digestFault, digestFile, digestFiles, readDigests, withDigest } from './digests.ts';
import { goldenDigest } from './golden-digest.ts';

const projections = contexts.flatMap((context) => context.projections);

describe('golden digests', () => {
  it.each(projections.map((each) => [each.name, each] as const))('%s makes what its version made', (name, each) => {
    expect(digestFault(each, readDigests(name))).toBeUndefined();
  });

  it('each is of a read model', () => {
    expect(digestFiles()).toEqual(projections.map(({ name }) => digestFile(name)).sort());
  });
});

interface Named {
  readonly names: readonly string[];
}
interface Change {
  readonly version?: number;
  readonly first?: (name: string) => string;
  readonly add?: (names: readonly string[], name: string) => Named;
}
const names = (change: Change = {}) =>
  projection<GrappeEvents, Named>({
    name: 'incubation.names',
    version: change.version ?? 1,
    columns: {},
    indexes: [],
    key: 'incubatorId',
    on: {
      'incubation.IncubatorOpened': creates(({ data }) => ({ names: [change.first?.(data.name) ?? data.name] })),
      'incubation.IncubatorRenamed': updates(
        ({ names: known }, { data }) => change.add?.(known, data.name) ?? { names: [...known, data.name] },
      ),
    },
  });
const other = (known: readonly string[], name: string): Named => ({ names: [name, ...known] });

describe('a digest', () => {
  const committed = withDigest(names());

  it('holds as long as the documents do', () => {
    expect(digestFault(names(), committed)).toBeUndefined();
  });

  it('of a version whose code makes other documents says so', () => {
    expect(digestFault(names({ add: other }), committed)).toContain('raise the version');
  });

  it('is missing for a version that is new, and for a read model that is', () => {
    expect(digestFault(names({ add: other, version: 2 }), committed)).toContain('no digest of version 2');
    expect(digestFault(names(), undefined)).toContain('no digest of version 1');
  });

  it('is written for a new version and never over that of one that stands', () => {
    expect(withDigest(names({ add: other }), committed)).toEqual(committed);
    const both = withDigest(names({ add: other, version: 2 }), committed);
    expect(both).toEqual({ ...committed, '2': goldenDigest(names({ add: other, version: 2 })) });
    expect(digestFault(names(), both)).toContain('its digests go up to 2');
  });

  it('counts what is removed or written over later', () => {
    const cleared = { add: () => ({ names: [] }) };
    const shouting = names({ ...cleared, first: (name) => name.toUpperCase() });
    expect(goldenDigest(shouting)).not.toBe(goldenDigest(names(cleared)));
  });

  it('needs an order in which the projection takes every sample', () => {
    const never = names({
      add: () => {
        throw new Error('never');
      },
    });
    expect(() => goldenDigest(never)).toThrow('takes none of incubation.IncubatorRenamed');
  });
});
