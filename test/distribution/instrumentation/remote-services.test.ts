import { testTrees } from './library-program.ts';
import { REMOTE_PROGRAMS } from './remote-programs.ts';

testTrees(REMOTE_PROGRAMS);
