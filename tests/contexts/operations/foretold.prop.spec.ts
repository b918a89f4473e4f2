import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { propertySeed } from '#libs/kernel/testing';
import { TestApplication } from '#libs/nest-kit/testing';
import { contexts } from '../../../apps/platform/src/contexts.ts';
import { membershipId } from '../../../apps/membership/src/domain/membership/membership.ts';
import { EFFECT, OperationStory, type Part } from './operation-story.ts';

const COMPANIES = [0, 1, 2, 3];
const COLLEGES = ['makers', 'others'];
/** What a share names goes to the new body, to the one that is there, or to nobody. */
const anyHeir = fc.constantFrom('new', 'there', undefined);

const anyCase = fc.record({
  kind: fc.constantFrom('scission', 'apport-partiel'),
  members: fc.array(
    fc.record({
      antenna: fc.option(fc.nat(1), { nil: undefined }),
      college: fc.option(fc.constantFrom(...COLLEGES), { nil: undefined }),
      /** Before the effect, or after it by a decision that lies ahead. */
      leaves: fc.constantFrom(undefined, undefined, undefined, '2016-06-01', '2017-06-01'),
    }),
    { minLength: COMPANIES.length, maxLength: COMPANIES.length },
  ),
  alsoThere: fc.subarray(COMPANIES),
  companies: fc.tuple(fc.constantFrom('new', 'there'), anyHeir, anyHeir, anyHeir),
  antennas: fc.tuple(anyHeir, anyHeir),
  colleges: fc.tuple(anyHeir, anyHeir),
  otherwise: fc.constantFrom('new', 'there'),
});
type Case = typeof anyCase extends fc.Arbitrary<infer Each> ? Each : never;

/** One operation over clusters of its own, with what was foreseen of it and what came about. */
class Trial {
  readonly #story: OperationStory;

  constructor(
    app: TestApplication,
    number: number,
    private readonly drawn: Case,
  ) {
    this.#story = new OperationStory(app, `foretold ${String(number)}`);
  }

  get #source() {
    return this.#story.id('cluster', 'source');
  }
  get #there() {
    return this.#story.id('cluster', 'there');
  }
  get #isSplit() {
    return this.drawn.kind === 'scission';
  }
  readonly #companyOf = (n: number) => this.#story.id('company', String(n));
  readonly #antennaOf = (n: number) => this.#story.id('antenna', String(n));

  async play(): Promise<void> {
    const story = this.#story;
    for (const name of ['source', 'there']) await story.cluster(name);
    for (const n of COMPANIES) await story.company(String(n));
    for (const college of COLLEGES) await story.accepted(`membership/colleges/${this.#source}/open`, { college });
    for (const n of [0, 1])
      await story.accepted('membership/antennas', { id: this.#antennaOf(n), clusterId: this.#source, name: String(n) });
    for (const [n, { antenna, college, leaves }] of this.drawn.members.entries()) {
      const place = { ...(antenna === undefined ? {} : { antennaId: this.#antennaOf(antenna) }), college };
      await story.admit(this.#source, String(n), place);
      const body = { clusterId: this.#source, cause: 'resignation', effectiveAt: leaves };
      const id = membershipId(this.#source, this.#companyOf(n));
      if (leaves !== undefined) await story.accepted(`membership/memberships/${id}/end`, body);
    }
    for (const n of this.drawn.alsoThere) await story.admit(this.#there, String(n));
    await story.whole(this.drawn.kind, this.#participants(), this.#plan());
  }

  #participants(): readonly Part[] {
    const [giving, taking] = this.#isSplit ? ['split', 'beneficiary'] : ['giving', 'receiving'];
    return [
      { clusterId: this.#source, role: giving },
      { clusterId: this.#there, role: taking },
    ];
  }

  #plan(): object {
    const named = { name: 'An heir', nameKind: 'final', seat: 'Lyon', departments: [] };
    const there = { clusterId: this.#there, ...named };
    if (!this.#isSplit) return { successor: there, allocation: { shares: [this.#share('there')] } };
    const founded = { clusterId: this.#story.id('new'), ...named };
    const otherwise = this.drawn.otherwise === 'new' ? founded.clusterId : there.clusterId;
    const shares = [this.#share('new'), this.#share('there')];
    return { successor: founded, heirs: [there], allocation: { otherwise, shares } };
  }

  /** Of a branch everything that is named. */
  #share(heir: string): object {
    const isFor = (each: string | undefined) => each !== undefined && (each === heir || !this.#isSplit);
    const list = <T>(name: string, heirs: readonly (string | undefined)[], idOf: (n: number) => T) => {
      const ids = heirs.flatMap((each, n) => (isFor(each) ? [idOf(n)] : []));
      return ids.length === 0 ? {} : { [name]: ids };
    };
    return {
      toClusterId: heir === 'new' ? this.#story.id('new') : this.#there,
      ...list('organisationIds', this.drawn.companies, this.#companyOf),
      ...list('antennaIds', this.drawn.antennas, this.#antennaOf),
      ...list('colleges', this.drawn.colleges, (n) => COLLEGES[n]),
    };
  }

  /** Members of each heir and of the body that stays, and how many became one with another. */
  foreseen() {
    const { members } = this.#story.foreseen as {
      readonly members: {
        readonly merged: number;
        readonly total: number;
        readonly staying?: number;
        readonly byHeir?: readonly { readonly clusterId: string; readonly members: number }[];
      };
    };
    const { total, byHeir = [{ clusterId: this.#there, members: total }], staying = 0 } = members;
    const heirs = byHeir.map((each) => [each.clusterId, each.members]);
    return { heirs, staying, merged: members.merged };
  }

  async cameAbout() {
    const ids = this.#isSplit ? [this.#story.id('new'), this.#there] : [this.#there];
    const heirs = await Promise.all(ids.map(async (id) => [id, await this.#story.counts(id, EFFECT)] as const));
    const { references } = await this.#story.page();
    const reports = references as readonly { readonly context: string; readonly merged: number }[];
    const merged = reports.find(({ context }) => context === 'membership')?.merged;
    return { heirs, staying: await this.#story.counts(this.#source, EFFECT), merged };
  }
}

describe('a split or a branch', () => {
  let app: TestApplication;
  beforeAll(async () => {
    app = await TestApplication.start(contexts, { RATE_LIMIT_PER_SECOND: '1000000' });
  });
  afterAll(() => app.stop());

  it('comes about as it was foreseen: members of each heir, of whoever stays, and those who become one', async () => {
    let number = 0;
    await fc.assert(
      fc.asyncProperty(anyCase, async (drawn) => {
        number += 1;
        const trial = new Trial(app, number, drawn);
        await trial.play();
        expect({ drawn, came: await trial.cameAbout() }).toEqual({ drawn, came: trial.foreseen() });
      }),
      { numRuns: 12, seed: propertySeed() },
    );
    process.stdout.write(`foretold: ${String(number)} splits and branches\n`);
  });
});
