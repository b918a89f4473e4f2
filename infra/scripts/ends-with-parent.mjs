/**
 * A process that npm started is the child of a shell which does not pass signals on, and dies of the one that npm sends it: the
 * process would live on unnoticed. So it ends itself once its parent is gone. `ENDS_WITH_PARENT=true` says the same to the
 * processes of a launcher, which may be killed at any moment.
 */
const EVERY_MS = 250;

if (process.env.npm_lifecycle_event !== undefined || process.env.ENDS_WITH_PARENT === 'true') {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, EVERY_MS);
  watch.unref();
}
