import { unusableFiles } from './unusable-files.ts';
import { unusablePlaces } from './unusable-places.ts';
import { testEach } from './variable-case.ts';

testEach([...unusablePlaces, ...unusableFiles]);
