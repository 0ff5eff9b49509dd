import { describe } from '@jest/globals';
import { testTrees } from './library-program.ts';
import { WEB_PROGRAMS } from './web-programs.ts';

describe('spans of web frameworks', () => {
  testTrees(WEB_PROGRAMS);
});
