import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Distinct free TCP ports on 127.0.0.1. All are held until the last is found, so that none comes twice. */
export async function freeTcpPorts<Name extends string>(...names: readonly Name[]): Promise<Record<Name, number>> {
  const holders = names.map(() => createServer().listen(0, '127.0.0.1'));
  await Promise.all(holders.map((holder) => once(holder, 'listening')));
  const ports = holders.map((holder) => (holder.address() as AddressInfo).port);
  await Promise.all(holders.map((holder) => once(holder.close(), 'close')));
  return byName(names, ports);
}

/** Distinct free UDP ports on 127.0.0.1. */
export async function freeUdpPorts<Name extends string>(...names: readonly Name[]): Promise<Record<Name, number>> {
  const holders = names.map(() => createSocket('udp4').bind(0, '127.0.0.1'));
  await Promise.all(holders.map((holder) => once(holder, 'listening')));
  const ports = holders.map((holder) => holder.address().port);
  await Promise.all(holders.map((holder) => once(holder.close(), 'close')));
  return byName(names, ports);
}

function byName<Name extends string>(names: readonly Name[], ports: readonly number[]): Record<Name, number> {
  return Object.fromEntries(names.map((name, index) => [name, ports[index]])) as Record<Name, number>;
}
