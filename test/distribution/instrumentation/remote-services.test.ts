import { describe } from '@jest/globals';
import { testTrees } from './library-program.ts';
import { REMOTE_PROGRAMS } from './remote-programs.ts';

describe('spans of remote services', () => {
  testTrees(REMOTE_PROGRAMS);
});
