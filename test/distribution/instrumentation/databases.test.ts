// Against servers of a few lines, which know just these programs' protocol; test/e2e/databases.test.ts has real ones.
import { describe } from '@jest/globals';
import { DATABASE_PROGRAMS } from './database-programs.ts';
import { testTrees } from './library-program.ts';

describe('spans of databases', () => {
  testTrees(DATABASE_PROGRAMS);

  // Imported, required and imported again: one span a query all the same.
  testTrees([{ program: 'mysql-mixed', tree: ['work (internal)', ...Array(3).fill('  SELECT (client)')] }]);
});
