import type { Testimony } from './testimony.ts';

/** The ids that exchanges name themselves. */
const NAMED_IDS = /^(4bf92f3577b34da6(a3ce929d0e0e4736)?|00f067aa0ba902b7|0+)$/;

/**
 * Replaces what differs from run to run, in a value of any depth: the ports of the program's servers (by the servers' names) and of its
 * connections, ids that no exchange names, and all lines of a stack but the first.
 */
export function withoutVariableParts({ places }: Pick<Testimony, 'places'>): (value: unknown) => unknown {
  const ports = new Map(Object.entries(places).map(([name, url]) => [new URL(url).port, `<${name}>`] as const));
  ports.delete('');
  const inText = (text: string): string =>
    text
      .replace(/\n {4}at .*$/s, '')
      .replace(/(?<=:)\d{4,5}\b/g, (port) => ports.get(port) ?? port)
      .replace(/\b([0-9a-f]{32}|[0-9a-f]{16})\b/g, (id) => (NAMED_IDS.test(id) ? id : '<id>'));
  const replace = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return inText(value);
    if (typeof value === 'number' && key.endsWith('.port'))
      return ports.get(String(value)) ?? unlessOfConnection(key, value);
    if (Array.isArray(value)) return value.map((item) => replace(item, ''));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replace(item, name)]));
  };
  return (value) => replace(value, '');
}

const unlessOfConnection = (key: string, port: number) => (key === 'network.peer.port' ? '<a connection>' : port);
