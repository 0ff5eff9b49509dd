import { otlpPlaceCases } from './otlp-place-cases.ts';
import { otlpRequestCases } from './otlp-request-cases.ts';
import { testEach } from './variable-case.ts';

testEach([...otlpRequestCases, ...otlpPlaceCases]);
