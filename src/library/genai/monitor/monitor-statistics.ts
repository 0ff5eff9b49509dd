/** The counts of a StreamMonitor since it was created or cleared. */
export interface StreamMonitorStatistics {
  /** Accepted events. */
  events: number;
  /** Accepted events whose type is not in StreamEventType. */
  unknownEvents: number;
  /** Accepted events of a stream that had ended. */
  lateEvents: number;
  /** Rejected events, without type, stream id or time. */
  badEvents: number;
  keptStreams: number;
  sampledOutStreams: number;
  abandonedStreams: number;
  /** Streams that have not ended. */
  activeStreams: number;
  /** Failures of onComplete and onFlush. */
  callbackErrors: number;
}

export function createStatistics(): StreamMonitorStatistics {
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
