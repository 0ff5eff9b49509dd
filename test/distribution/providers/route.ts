import { Destinations } from '../../../src/pipeline/exporters/destination/destination.ts';

/** That of an exporter which sends, to nowhere. */
export const ROUTE = { destination: new Destinations().of('http://127.0.0.1:1'), toRequest: undefined };
