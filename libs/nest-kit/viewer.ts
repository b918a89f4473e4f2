import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Viewer } from '#libs/hosting';

export type { Viewer };

/** What the guard leaves on a request. */
export interface ViewedRequest {
  viewer?: Viewer;
}

/** The viewer of the request; the guard has put it there. */
export const CurrentViewer = createParamDecorator((_data: unknown, context: ExecutionContext): Viewer | undefined => {
  return context.switchToHttp().getRequest<ViewedRequest>().viewer;
});
