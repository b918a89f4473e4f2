import { apportion, type Apportionment, type ApportionmentInput } from '#libs/apportionment';
import { accept, acceptRepeat, cannotFollow, chronicle, inForceOn, reject, sameFacts } from '#libs/kernel';
import type { CommandFor, Decision, EventOf, FactOf, Refusal } from '#libs/kernel';
import type { DomainEvent, seatPlanEvents } from '#libs/contracts';
import { absentOn, type BodyAbsence, type BodyState } from '../body/body.ts';

type SeatPlanEvent = DomainEvent<typeof seatPlanEvents>;
type SeatPlanFact = FactOf<SeatPlanEvent>;
export type SeatsApportioned = EventOf<SeatPlanEvent, 'SeatsApportioned'>;
export type SeatLotsDrawn = EventOf<SeatPlanEvent, 'SeatLotsDrawn'>;
type Outcome = 'seats' | 'ties' | 'vacant';

/** What the seats of a plan are shared by. */
export type SeatQuestion = Pick<
  SeatsApportioned,
  | ('house' | 'method' | 'criteria' | 'units' | 'base' | 'degression')
  | ('minimum' | 'maximum' | 'cap' | 'reserved' | 'tieRule' | 'vacancies')
>;

export type SeatPlanState =
  | { readonly status: 'absent' }
  | { readonly status: 'apportioned'; readonly plan: SeatsApportioned; readonly lots: readonly SeatLotsDrawn[] };

export interface ApportionSeats extends CommandFor<SeatsApportioned, 'ApportionSeats', 'clusterId' | Outcome> {
  /** The current state of the body whose seats they are. */
  readonly body: BodyState;
}
export type DrawLots = CommandFor<SeatLotsDrawn, 'DrawLots', 'bodyId' | 'clusterId' | Outcome>;
export type SeatPlanCommand = ApportionSeats | DrawLots;

export type SeatPlanRejection =
  | BodyAbsence
  | Refusal<'GOV_SEAT_PLAN_NOT_FOUND' | 'GOV_SEAT_PLAN_EXISTS'>
  | Refusal<'GOV_SEAT_PLAN_IMPOSSIBLE' | 'GOV_LOT_NOT_OF_TIE' | 'GOV_LOT_BEFORE_PLAN', 'found' | 'required'>
  | Refusal<'GOV_SEAT_PLAN_OF_OTHER_SIZE', 'found' | 'required', number>;

type SeatPlanDecision = Decision<SeatPlanFact, SeatPlanRejection>;

const initial: SeatPlanState = { status: 'absent' };

/** The seats of a body by an apportionment: figures, method and result stand in one fact, lots in facts of their own. */
export const seatPlan = chronicle({
  context: 'governance',
  name: 'seat-plan',
  prefix: 'GOV',
  initial,
  facts: {
    SeatsApportioned: {
      name: 'plan',
      opens: true,
      day: ({ since }) => since,
      carries: (_plan, facts) => facts.filter(({ event }) => event.type === 'SeatLotsDrawn'),
      changes: ['figuresOn', 'decision', 'resolutionId', 'since'],
    },
    SeatLotsDrawn: { name: 'lots', happened: true, day: ({ on }) => on, changes: ['witness', 'on'] },
  },
  evolve,
  decide: (command: SeatPlanCommand, state): SeatPlanDecision =>
    command.type === 'ApportionSeats' ? apportionSeats(command, state) : drawLots(command, state),
});

function evolve(state: SeatPlanState, fact: SeatPlanFact): SeatPlanState {
  if (fact.type === 'SeatsApportioned') {
    if (state.status !== 'absent') cannotFollow(fact, 'the seats of this plan are shared');
    return { status: 'apportioned', plan: fact, lots: [] };
  }
  if (state.status === 'absent') cannotFollow(fact, 'no seats are shared before that day');
  if (state.lots.some(({ drawn }) => sameFacts(drawn, fact.drawn))) cannotFollow(fact, 'these lots are drawn');
  return { ...state, lots: [...state.lots, fact] };
}

/** A question as the apportionment takes it, with the lots that were drawn. */
export function apportionmentOf(
  { units, criteria, reserved, ...question }: SeatQuestion,
  lots: readonly Pick<SeatLotsDrawn, 'drawn'>[],
): ApportionmentInput {
  const names = criteria.map(({ name }) => name);
  return {
    ...question,
    criteria: criteria.map(({ name, weight }) => ({ name, weight })),
    units: units.map(({ unit, figures, minimum, maximum }) => ({
      ...{ unit, minimum, maximum },
      figures: Object.fromEntries(names.flatMap((name, index) => figureOf(name, figures[index]))),
    })),
    reserved: reserved?.map(({ name, unit, seats }) => ({ name, unit, seats })),
    lots: lots.map(({ drawn }) => ({ drawn })),
  };
}

function figureOf<Figure>(name: string, figure: Figure | undefined): readonly (readonly [string, Figure])[] {
  return figure === undefined ? [] : [[name, figure]];
}

function apportionSeats({ body, ...command }: ApportionSeats, state: SeatPlanState): SeatPlanDecision {
  if (body.status === 'absent') return reject({ type: 'GOV_BODY_NOT_FOUND' });
  const uneven = unevenFigures(command);
  if (uneven !== undefined) return reject(uneven);
  const outcome = apportion(apportionmentOf(command, []));
  if (outcome.kind === 'refused') return reject({ type: 'GOV_SEAT_PLAN_IMPOSSIBLE', ...firstOf(outcome) });
  const { clusterId } = body.created;
  const shared: SeatsApportioned = { ...command, ...resultOf(outcome), clusterId, type: 'SeatsApportioned' };
  if (state.status !== 'absent') return acceptRepeat(shared, state.plan, { type: 'GOV_SEAT_PLAN_EXISTS' });
  const refusal = absentOn(command.since, body) ?? otherSize(command, body);
  return refusal === undefined ? accept(shared) : reject(refusal);
}

function drawLots(command: DrawLots, state: SeatPlanState): SeatPlanDecision {
  if (state.status === 'absent') return reject({ type: 'GOV_SEAT_PLAN_NOT_FOUND' });
  const { plan, lots } = state;
  if (lots.some((each) => sameFacts(each.drawn, command.drawn) && each.on === command.on)) return accept();
  if (command.on < plan.since)
    return reject({ type: 'GOV_LOT_BEFORE_PLAN', found: command.on, required: `${plan.since} or later` });
  const outcome = apportion(apportionmentOf(plan, [...lots, command]));
  if (outcome.kind === 'refused') return reject({ type: 'GOV_LOT_NOT_OF_TIE', ...firstOf(outcome) });
  const { bodyId, clusterId } = plan;
  return accept({ ...command, ...resultOf(outcome), bodyId, clusterId, type: 'SeatLotsDrawn' });
}

type Decided = Exclude<Apportionment, { kind: 'refused' }>;

/** An outcome as it is recorded: of a tie that is decided nothing is open. */
export function resultOf({ seats, ties, vacant }: Decided): Pick<SeatsApportioned, Outcome> {
  const recorded = ties.map(({ open, ...tie }) => (open === null ? tie : { ...tie, open }));
  return { seats, ties: recorded, vacant };
}

/** A unit with figures for other criteria than there are. */
function unevenFigures({ units, criteria }: SeatQuestion): SeatPlanRejection | undefined {
  const uneven = units.find(({ figures }) => figures.length !== criteria.length);
  if (uneven === undefined) return undefined;
  const found = `${uneven.unit}: ${String(uneven.figures.length)} figures`;
  return { type: 'GOV_SEAT_PLAN_IMPOSSIBLE', found, required: `${String(criteria.length)}, one for each criterion` };
}

function firstOf({ refusals: [{ of, found, required }] }: Extract<Apportionment, { kind: 'refused' }>) {
  return { found: of === undefined || of === found ? found : `${of}: ${found}`, required };
}

/** A body with a size has as many seats to share. */
function otherSize(
  { house, since }: Pick<SeatsApportioned, 'house' | 'since'>,
  body: BodyState,
): SeatPlanRejection | undefined {
  if (body.status === 'absent') return undefined;
  const size = inForceOn(body.sizes, since)?.size ?? body.created.size;
  return size === undefined || size === house
    ? undefined
    : { type: 'GOV_SEAT_PLAN_OF_OTHER_SIZE', found: house, required: size };
}
