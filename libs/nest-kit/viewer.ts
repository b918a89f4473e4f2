import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Role } from '#libs/commands';
import type { CalendarDate } from '#libs/kernel';

/** Who reads or acts, as the token says; `today` is the civil day of the injected clock. */
export interface Viewer {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** The clusters for which an operator acts. */
  readonly clusters: readonly string[];
  /** Facts under embargo are there for administrators and auditors before their date. */
  readonly mayReadEmbargoed: boolean;
  readonly today: CalendarDate;
}

/** What the guard leaves on a request. */
export interface ViewedRequest {
  viewer?: Viewer;
}

/** The viewer of the request; the guard has put it there. */
export const CurrentViewer = createParamDecorator((_data: unknown, context: ExecutionContext): Viewer | undefined => {
  return context.switchToHttp().getRequest<ViewedRequest>().viewer;
});
