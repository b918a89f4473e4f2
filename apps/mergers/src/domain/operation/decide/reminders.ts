import { accept, addMonths, type CalendarDate } from '#libs/kernel';
import { targetOf } from '../../rules/act.ts';
import { canFollow, fileOf, type Started } from '../operation.ts';
import { decides, type Decisions } from './decision.ts';

/** An association declares a change of those who administer it, of its statutes or its end within three months (loi du 1er juillet 1901, art. 5). */
const DECLARATION_MONTHS = 3;

export function declarationDueOn(effectiveOn: CalendarDate): CalendarDate {
  return addMonths(effectiveOn, DECLARATION_MONTHS);
}

/** What the clock asks for on the days of an operation: where it is done by then, or the day is another one by now, nothing is recorded. */
export const reminders = {
  RemindOperation: decides('OperationReminded', {
    isAlreadySo: ({ about, dueOn, on }, state) => {
      const isKnown = state.reminders?.some((each) => each.about === about && each.dueOn === dueOn) === true;
      return isKnown || !(about === 'target' ? isAhead(state, dueOn, on) : isUndeclared(state, dueOn));
    },
    otherwise: (command, { operationId }) => accept({ ...command, type: 'OperationReminded', operationId }),
  }),
} satisfies Partial<Decisions>;

function isAhead(state: Started, dueOn: string, on: string): boolean {
  return (
    canFollow('OperationReminded', state) &&
    !('effectiveOn' in state) &&
    targetOf(fileOf(state)) === dueOn &&
    on <= dueOn
  );
}

function isUndeclared(state: Started, dueOn: string): boolean {
  if (!('declarations' in state) || state.status === 'closed' || declarationDueOn(state.effectiveOn) !== dueOn)
    return false;
  return state.declarations.every(({ authority }) => authority !== 'prefecture');
}
