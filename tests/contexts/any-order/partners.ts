import { dayOf } from './draw.ts';
import { id, misspelt, type Correction, type Drafted, type Fact } from './history.ts';
import {
  clusterOf,
  EFFECT_DAY,
  END,
  incubatorOf,
  INCUBATORS,
  isGone,
  organisationOf,
  type Kind,
  type Name,
} from './setting.ts';

const PARTNERS = 'incubation.partners';
const INCUBATOR = 'incubation.incubators';
const corrects = (of: string, name: string, changes: object): Correction => ({ of, name, changes });

interface Incubated {
  readonly number: number;
  readonly index: number;
  /** The day on which the incubator ends, or the last one. */
  readonly last: number;
}

/** Incubators, their partners and seats. */
export function drawIncubation(drafted: Drafted, kind: Kind): void {
  const { draw } = drafted;
  for (const number of INCUBATORS) {
    const last = draw.chance(30) ? draw.day(1_500, END) : END;
    const about = { id: incubatorOf(number) };
    if (draw.chance(25)) {
      const sent = { ...about, name: `${INCUBATOR}.rename`, body: { name: 'Renamed' }, on: dayOf(draw.day(1, last)) };
      const wrong = { ...sent, body: { name: misspelt(sent.body.name) }, on: dayOf(draw.day(1, last)) };
      const correction = corrects('IncubatorRenamed', `${INCUBATOR}.correct-name`, { ...sent.body, since: sent.on });
      drafted.fact('incubator renamed', sent, { mistake: { sent: wrong, corrections: [correction] } });
    }
    const partners = [0, 1, 2].flatMap((index) =>
      draw.chance(45) ? drawPartner(drafted, kind, { number, index, last }) : [],
    );
    if (last < END) drawDissolution(drafted, number, last, partners);
  }
}

function drawDissolution(drafted: Drafted, number: number, last: number, partners: readonly Fact[]): void {
  const sent = { name: `${INCUBATOR}.dissolve`, id: incubatorOf(number), body: {}, on: dayOf(last) };
  const voided = { of: 'IncubatorDissolved', name: `${INCUBATOR}.void-dissolution` };
  if (drafted.draw.chance(60)) drafted.fact('incubator dissolved', sent);
  else drafted.neverSo('incubator dissolved', sent, [voided], { after: partners });
}

function drawPartner(drafted: Drafted, kind: Kind, { number, index, last }: Incubated): readonly Fact[] {
  const { draw } = drafted;
  const partnerId = id('partner', number, index);
  const name = draw.one<Name | 'organisation'>(['B', 'A', 'C', 'organisation']);
  const holder =
    name === 'organisation'
      ? { kind: 'organisation', id: organisationOf(1) }
      : { kind: 'cluster', id: clusterOf(name) };
  const [since = 1, seated = 2, left = 3] = draw.days(3, 1, Math.min(last, name === 'C' ? 5_000 : END));
  const isPlanned = name !== 'organisation' && isGone(kind, name) && since >= EFFECT_DAY;
  const body = { incubatorId: incubatorOf(number), class: 'sector-body', holder };
  const sent = { name: `${PARTNERS}.create`, id: partnerId, body, on: dayOf(since) };
  const wrongHolder = { kind: 'cluster', id: clusterOf(draw.one(['C', 'B'])) };
  const correction = corrects('PartnerJoined', `${PARTNERS}.correct-joining`, { holder, since: sent.on });
  const sooner = dayOf(draw.below(since + 1));
  const mistake = { sent: { ...sent, body: { ...body, holder: wrongHolder }, on: sooner }, corrections: [correction] };
  const isSafe = !isPlanned && since < Math.min(EFFECT_DAY, 5_000);
  const more = { byEffect: isPlanned ? ('before' as const) : undefined, ...(isSafe ? { mistake } : {}) };
  if (isSafe && draw.chance(20)) {
    drafted.neverSo('partner', sent, [{ of: 'PartnerJoined', name: `${PARTNERS}.void-joining` }]);
    return [];
  }
  const joined = drafted.fact('partner', sent, more);
  const after = [joined];
  const facts = [joined];
  const about = { id: partnerId };
  if (draw.chance(50)) {
    const seat = { ...about, name: `${PARTNERS}.grant-seat`, body: { seatId: id('seat', number, index) } };
    const late = { ...seat, on: dayOf(since) };
    const right = { ...seat, on: dayOf(seated) };
    const corrected = corrects('SeatGranted', `${PARTNERS}.correct-seat`, { since: right.on });
    facts.push(drafted.fact('seat', right, { after, mistake: { sent: late, corrections: [corrected] } }));
  }
  const leaves = seated < EFFECT_DAY && left > EFFECT_DAY && draw.chance(15) ? EFFECT_DAY : left;
  const leaving = { ...about, name: `${PARTNERS}.leave`, body: {}, on: dayOf(leaves) };
  if (draw.chance(35)) facts.push(drafted.fact('partner left', leaving, { after }));
  else if (draw.chance(40))
    drafted.neverSo('partner left', leaving, [{ of: 'PartnerLeft', name: `${PARTNERS}.void-leaving` }], {
      after: facts,
    });
  return facts;
}
