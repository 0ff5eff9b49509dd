import { otlpTlsCases } from './otlp-tls-cases.ts';
import { testEach } from './variable-case.ts';

testEach(otlpTlsCases);
