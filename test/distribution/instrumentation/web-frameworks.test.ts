import { testTrees } from './library-program.ts';
import { WEB_PROGRAMS } from './web-programs.ts';

testTrees(WEB_PROGRAMS);
