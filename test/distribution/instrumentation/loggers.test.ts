// Records of the loggers leave as OTLP, each once, with the ids of the span they were written in; the lines that the application prints carry
// the same ids.
import { describe, test } from '@jest/globals';
import { FORMS, runLibraryProgram } from './library-program.ts';
import { expectRecord, LOGGER_PROGRAMS } from './logger-programs.ts';

const CASES = LOGGER_PROGRAMS.flatMap((logger) => FORMS.map((form) => [logger.program, form, logger] as const));

describe('log records of loggers', () => {
  test.concurrent.each(CASES)('%s, %s', async (program, form, logger) => {
    const { spans, logs, result } = await runLibraryProgram({ program }, form);
    expectRecord(logger, spans[0], logs, result.stdout);
  });
});
