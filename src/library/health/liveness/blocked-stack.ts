import inspector from 'node:inspector';

/** The inspector can only stop JavaScript: a main thread that waits in native code shows nothing. */
const TIMEOUT_MILLIS = 5_000;
const MAX_FRAMES = 10;

interface CallFrame {
  readonly functionName: string;
  readonly location: { readonly scriptId: string; readonly lineNumber: number };
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
    const urls = new Map<string, string>();
    const timer = setTimeout(() => resolve([]), TIMEOUT_MILLIS);
    session.on('Debugger.scriptParsed', ({ params }) => urls.set(params.scriptId, params.url));
    session.once('Debugger.paused', ({ params }) => {
      const innermost = (params.callFrames as readonly CallFrame[]).slice(0, MAX_FRAMES);
      const frames = innermost.map((frame) => describeFrame(frame, urls.get(frame.location.scriptId)));
      session.post('Debugger.resume', () => {
        clearTimeout(timer);
        resolve(frames);
      });
    });
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  });
}

const describeFrame = ({ functionName, location }: CallFrame, url = '(no file)'): string =>
  `${functionName || '(anonymous)'} (${url.replace(/^file:\/\//, '')}:${location.lineNumber + 1})`;
