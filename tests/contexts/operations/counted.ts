import type { RecordedEvent } from '#libs/kernel';

type Data = Readonly<Record<string, unknown>>;
type Event = Pick<RecordedEvent, 'type' | 'data'>;
interface Host {
  readonly kind: string;
  readonly id: string;
}

/** What a context has to say of its references. */
export interface Count {
  readonly toMove: number;
  readonly merged: number;
  readonly needConsent: number;
}

const NONE: Count = { toMove: 0, merged: 0, needConsent: 0 };

function groupedBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => unknown,
): ReadonlyMap<unknown, readonly Item[]> {
  const groups = new Map<unknown, readonly Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** A log as somebody reads it who knows nothing of how contexts follow mergers: plain facts, by their types. */
export class Log {
  constructor(
    private readonly events: readonly Event[],
    /** The clusters that disappear into one, and the day on which they do. */
    private readonly gone: readonly string[],
    private readonly heir: string,
    private readonly on: string,
  ) {}

  *of(type: string): Generator<Data> {
    for (const event of this.events) if (event.type === type) yield event.data;
  }

  private is(...ids: readonly unknown[]): readonly string[] {
    return this.gone.filter((clusterId) => ids.includes(clusterId));
  }

  private later(day: unknown): boolean {
    return String(day) > this.on;
  }

  /** Ids of things of which an event of one of these types says that they are over by the day. */
  private over(id: string, ...types: readonly string[]): ReadonlySet<unknown> {
    const ids = new Set<unknown>();
    for (const type of types) for (const data of this.of(type)) if (!this.later(data['on'])) ids.add(data[id]);
    return ids;
  }

  private sum(...counts: readonly Count[]): Count {
    return counts.reduce(
      (a, b) => ({
        toMove: a.toMove + b.toMove,
        merged: a.merged + b.merged,
        needConsent: a.needConsent + b.needConsent,
      }),
      NONE,
    );
  }

  /** So many that go to one heir: but the first each becomes one with another, and the first as well where the heir has one. */
  private together(froms: readonly string[], heirHasOne: boolean): Count {
    if (froms.length === 0) return NONE;
    return { ...NONE, toMove: froms.length, merged: froms.length - (heirHasOne ? 0 : 1) };
  }

  private each(found: Iterable<unknown>): Count {
    return { ...NONE, toMove: [...found].length };
  }

  gatheringsAndCircles(): Count {
    const closed = this.over('gatheringId', 'events.GatheringHeld', 'events.GatheringCancelled');
    const gatherings = [...this.of('events.GatheringPlanned')]
      .filter(({ gatheringId }) => !closed.has(gatheringId))
      .map(({ organiser, coHosts }) => [organiser, ...(coHosts as readonly Host[])].map((host) => (host as Host).id))
      .map((hosts) => this.together(this.is(...hosts), hosts.includes(this.heir)));
    const series = this.each(
      [...this.of('events.SeriesStarted')].filter(({ clusterId }) => this.is(clusterId).length > 0),
    );
    const shut = this.over('communityId', 'events.CommunityClosed');
    const communities = this.each(
      [...this.of('events.CommunityOpened')].filter(
        (each) => this.is(each['clusterId']).length > 0 && !shut.has(each['communityId']),
      ),
    );
    const revoked = new Set([...this.of('events.CalendarLinkRevoked')].map(({ linkId }) => linkId));
    const links = this.each(
      [...this.of('events.CalendarLinkIssued')].filter(
        (each) => this.is(each['clusterId']).length > 0 && !revoked.has(each['linkId']),
      ),
    );
    return this.sum(...gatherings, series, communities, links, ...this.programmes());
  }

  private programmes(): readonly Count[] {
    const over = this.over('programmeId', 'events.ProgrammeEnded');
    return [...this.of('events.ProgrammeStarted')]
      .filter(({ programmeId }) => !over.has(programmeId))
      .map(({ programmeId, leadId }) => {
        const there = new Set([leadId]);
        for (const { programmeId: its, party } of this.of('events.ProgrammePartTaken'))
          if (its === programmeId) there.add((party as Host).id);
        for (const { programmeId: its, party, on } of this.of('events.ProgrammePartEnded'))
          if (its === programmeId && !this.later(on)) there.delete((party as Host).id);
        return this.together(this.is(...there), there.has(this.heir));
      });
  }

  incubation(): Count {
    const left = this.over('partnerId', 'incubation.PartnerLeft');
    const partners = [...this.of('incubation.PartnerJoined')].filter(
      ({ partnerId, holder }) => this.is((holder as Host).id).length > 0 && !left.has(partnerId),
    );
    const decided = this.over('callId', 'incubation.CallCancelled', 'incubation.CallResultsPublished');
    const calls = [...this.of('incubation.CallPublished')].filter(
      ({ callId, clusterId }) => this.is(clusterId).length > 0 && !decided.has(callId),
    );
    return this.each([...partners, ...calls]);
  }

  /** Mandates that are running, and the bodies in which they are. */
  governance(): Count {
    const bodies = [...this.of('governance.BodyCreated')].filter(({ clusterId }) => this.is(clusterId).length > 0);
    const ended = this.over('mandateId', 'governance.MandateEnded');
    const own = new Set(bodies.map(({ bodyId }) => bodyId));
    const mandates = [...this.of('governance.MandateStarted')].filter(
      ({ mandateId, bodyId }) => own.has(bodyId) && !ended.has(mandateId),
    );
    return this.each([...bodies, ...mandates]);
  }

  /** Memberships of them and of themselves, and subsidies; a subsidy may need the consent of whoever gives it, and a label that of its issuer. */
  membership(): Count {
    const ended = this.over('membershipId', 'membership.MembershipEnded');
    const running = [...this.of('membership.MemberAdmitted')].filter(({ membershipId }) => !ended.has(membershipId));
    const members = running.filter(({ clusterId }) => this.is(clusterId).length > 0);
    const byCompany = groupedBy(members, ({ organisationId }) => organisationId);
    const inHeir = new Set(
      running.flatMap((each) => (each['clusterId'] === this.heir ? [each['organisationId']] : [])),
    );
    const companies = [...byCompany].map(([organisationId, its]) =>
      this.together(
        its.map(({ clusterId }) => String(clusterId)),
        inHeir.has(organisationId),
      ),
    );
    const networks = groupedBy(
      running.filter(({ organisationId }) => this.is(organisationId).length > 0),
      ({ clusterId }) => clusterId,
    );
    const places = [...networks].map(([, its]) =>
      this.together(
        its.map((each) => String(each['organisationId'])),
        false,
      ),
    );
    const subsidies = [...this.of('membership.SubsidyRequested')].filter(
      ({ clusterId }) => this.is(clusterId).length > 0,
    );
    const consents = subsidies.filter(({ onSuccession }) => onSuccession === 'needs-consent');
    return this.sum(...companies, ...places, { ...this.each(subsidies), needConsent: consents.length });
  }

  /** By the names of the contexts. */
  all(): Readonly<Record<string, Count>> {
    return {
      events: this.gatheringsAndCircles(),
      governance: this.governance(),
      incubation: this.incubation(),
      membership: this.membership(),
    };
  }
}
