import type { LibraryProgram } from './library-program.ts';

/** Each talks to a server that it has started itself, or to a real one that it is given the port of. */
export const DATABASE_PROGRAMS: readonly LibraryProgram[] = [
  {
    program: 'pg',
    attributes: ['db.system.name', 'db.query.text', 'db.namespace', 'error.type', 'db.response.status_code'],
    tree: [
      'work (internal)',
      '  pg.connect (client) db.system.name=postgresql db.namespace=shop',
      '  pg.query:SELECT shop (client) db.system.name=postgresql db.query.text=SELECT name FROM users WHERE id = 7 db.namespace=shop',
      '  pg.query:SELECT shop (client)!* db.system.name=postgresql db.query.text=SELECT fails db.namespace=shop error.type=42703 db.response.status_code=42703',
      '  pg-pool.connect (client) db.system.name=postgresql db.namespace=shop',
      '    pg.connect (client) db.system.name=postgresql db.namespace=shop',
      '  pg.query:SELECT shop (client) db.system.name=postgresql db.query.text=SELECT name FROM users db.namespace=shop',
    ],
  },
  {
    program: 'redis',
    attributes: ['db.system.name', 'db.query.text', 'db.namespace', 'error.type', 'db.response.status_code'],
    tree: [
      'work (internal)',
      '  redis-connect (client) db.system.name=redis',
      '  redis-SET (client) db.system.name=redis db.query.text=SET user:7 [1 other arguments]',
      '  redis-GET (client) db.system.name=redis db.query.text=GET user:7',
      '  redis-FAILS (client)!* db.system.name=redis db.query.text=FAILS error.type=ERR db.response.status_code=ERR',
      '  redis-SET (client) db.system.name=redis db.query.text=SET a [1 other arguments]',
      '  redis-GET (client) db.system.name=redis db.query.text=GET a',
    ],
  },
  {
    program: 'ioredis',
    attributes: ['db.system.name', 'db.query.text', 'db.operation.name', 'error.type', 'db.response.status_code'],
    tree: [
      'work (internal)',
      '  connect (client) db.system.name=redis db.query.text=connect',
      '  hello (client) db.system.name=redis db.query.text=hello [1 other arguments] db.operation.name=hello',
      '  client (client)!* db.system.name=redis db.query.text=client SETINFO LIB-VER 6.0.0 db.operation.name=client error.type=ERR db.response.status_code=ERR',
      '  client (client)!* db.system.name=redis db.query.text=client SETINFO LIB-NAME ioredis db.operation.name=client error.type=ERR db.response.status_code=ERR',
      '  info (client) db.system.name=redis db.query.text=info db.operation.name=info',
      '  set (client) db.system.name=redis db.query.text=set user:7 [1 other arguments] db.operation.name=set',
      '  get (client) db.system.name=redis db.query.text=get user:7 db.operation.name=get',
      '  FAILS (client)!* db.system.name=redis db.query.text=FAILS db.operation.name=FAILS error.type=ERR db.response.status_code=ERR',
    ],
  },
  {
    program: 'mysql',
    attributes: ['db.system.name', 'db.query.text', 'db.namespace'],
    tree: [
      'work (internal)',
      '  SELECT (client) db.system.name=mysql db.query.text=SELECT name FROM users WHERE id = 7 db.namespace=shop',
      '  SELECT (client)! db.system.name=mysql db.query.text=SELECT fails db.namespace=shop',
    ],
  },
  {
    program: 'mysql2',
    attributes: ['db.system.name', 'db.query.text', 'db.namespace', 'error.type', 'db.response.status_code'],
    tree: [
      'work (internal)',
      '  SELECT (client) db.system.name=mysql db.query.text=SELECT name FROM users WHERE id = 7 db.namespace=shop',
      '  SELECT (client)! db.system.name=mysql db.query.text=SELECT fails db.namespace=shop error.type=1054 db.response.status_code=1054',
    ],
  },
  {
    program: 'mysql2-promise',
    attributes: ['db.system.name', 'db.query.text'],
    tree: [
      'work (internal)',
      '  SELECT (client) db.system.name=mysql db.query.text=SELECT name FROM users WHERE id = 7',
    ],
  },
  {
    program: 'mongodb',
    attributes: ['db.system.name', 'db.namespace', 'db.collection.name', 'db.operation.name'],
    tree: [
      'work (internal)',
      '  find users (client) db.system.name=mongodb db.namespace=shop db.collection.name=users db.operation.name=find',
      '  insert users (client)! db.system.name=mongodb db.namespace=shop db.collection.name=users db.operation.name=insert',
    ],
  },
];
