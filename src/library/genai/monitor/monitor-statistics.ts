/** What a StreamMonitor has seen and left out, since it was made or cleared. */
export interface MonitorStatistics {
  /** Events taken in. */
  events: number;
  /** Of these, such of a type that is not in StreamEventType. */
  unknownEvents: number;
  /** Of these, such of a stream that had come to its end. */
  lateEvents: number;
  /** Refused: without type, stream id or time. */
  badEvents: number;
  keptStreams: number;
  sampledOutStreams: number;
  abandonedStreams: number;
  /** Streams that go on. */
  activeStreams: number;
  /** How often onComplete or onFlush failed. */
  callbackErrors: number;
}

export function createMonitorStatistics(): MonitorStatistics {
  return {
    events: 0,
    unknownEvents: 0,
    lateEvents: 0,
    badEvents: 0,
    keptStreams: 0,
    sampledOutStreams: 0,
    abandonedStreams: 0,
    activeStreams: 0,
    callbackErrors: 0,
  };
}
