import inspector from 'node:inspector';

/** The inspector can only stop JavaScript: a main thread that waits in native code shows nothing. */
const PATIENCE_MILLIS = 1_000;
const MAX_FRAMES = 10;

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly location: { readonly lineNumber: number };
}

/**
 * The frames of what the main thread runs at this moment, innermost first; empty where there is nothing to see. The main thread stands still for
 * some milliseconds. Works from another thread only. https://nodejs.org/api/inspector.html#sessionconnecttomainthread
 */
export async function readMainThreadStack(): Promise<readonly string[]> {
  // A person who debugs the application is not to be disturbed.
  if (inspector.url() !== undefined) return [];
  const session = new inspector.Session();
  try {
    session.connectToMainThread();
    return await pausedFrames(session);
  } catch {
    return [];
  } finally {
    // A session that is still open at the end of the process holds it ("Waiting for the debugger to disconnect"), and a pause would stay.
    session.disconnect();
  }
}

function pausedFrames(session: inspector.Session): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve([]), PATIENCE_MILLIS);
    session.once('Debugger.paused', ({ params }) => {
      const frames = (params.callFrames as readonly CallFrame[]).slice(0, MAX_FRAMES).map(describeFrame);
      session.post('Debugger.resume', () => {
        clearTimeout(timer);
        resolve(frames);
      });
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  });
}

const describeFrame = ({ functionName, url, location }: CallFrame): string =>
  `${functionName || '(anonymous)'} (${url}:${location.lineNumber + 1})`;
