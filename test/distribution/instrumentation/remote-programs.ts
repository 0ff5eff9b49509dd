import type { LibraryProgram } from './library-program.ts';

/** Messages, remote calls and models. The services are of a few lines, but for Kafka, which nobody answers for. */
export const REMOTE_PROGRAMS: readonly LibraryProgram[] = [
  {
    program: 'kafkajs',
    attributes: ['messaging.system', 'messaging.destination.name', 'messaging.operation.name', 'error.type'],
    tree: [
      'work (internal)',
      '  send orders (producer)! messaging.system=kafka messaging.destination.name=orders messaging.operation.name=send error.type=KafkaJSError',
    ],
  },
  {
    program: 'amqplib',
    attributes: ['messaging.system', 'messaging.destination', 'messaging.operation', 'messaging.rabbitmq.routing_key'],
    tree: [
      'work (internal)',
      '  publish <default> (producer) messaging.destination= messaging.rabbitmq.routing_key=orders',
      '    orders process (consumer) messaging.destination= messaging.operation=process messaging.rabbitmq.routing_key=orders',
    ],
  },
  {
    program: 'grpc',
    attributes: ['rpc.system', 'rpc.service', 'rpc.method', 'rpc.grpc.status_code'],
    tree: [
      'work (internal)',
      '  grpc.shop.Users/Read (client) rpc.system=grpc rpc.service=shop.Users rpc.method=Read rpc.grpc.status_code=0',
      '    grpc.shop.Users/Read (server) rpc.system=grpc rpc.service=shop.Users rpc.method=Read rpc.grpc.status_code=0',
      '  grpc.shop.Users/Fail (client)! rpc.system=grpc rpc.service=shop.Users rpc.method=Fail rpc.grpc.status_code=5',
      '    grpc.shop.Users/Fail (server)! rpc.system=grpc rpc.service=shop.Users rpc.method=Fail rpc.grpc.status_code=5',
    ],
  },
  {
    program: 'aws-sdk',
    attributes: ['rpc.system', 'rpc.service', 'rpc.method', 'cloud.region', 'messaging.message.id'],
    tree: [
      'work (internal)',
      '  orders send (producer) rpc.system=aws-api rpc.service=SQS rpc.method=SendMessage cloud.region=eu-north-1 messaging.message.id=m-1',
      '    POST (client)',
      '      POST (server)',
    ],
  },
  {
    program: 'openai',
    attributes: ['gen_ai.system', 'gen_ai.request.model', 'gen_ai.usage.output_tokens'],
    tree: [
      'work (internal)',
      '  chat stand-in (client) gen_ai.system=openai gen_ai.request.model=stand-in gen_ai.usage.output_tokens=1',
      '    POST (client)',
      '      POST (server)',
    ],
  },
  {
    program: 'anthropic',
    attributes: ['gen_ai.system', 'gen_ai.request.model', 'gen_ai.usage.output_tokens'],
    tree: [
      'work (internal)',
      '  chat stand-in (client) gen_ai.system=anthropic gen_ai.request.model=stand-in gen_ai.usage.output_tokens=1',
      '    POST (client)',
      '      POST (server)',
    ],
  },
];
