import { describe } from '@jest/globals';
import { runForm } from './application-folder.ts';
import { APPLICATION_FORMS } from './application-forms.ts';
import { testForm } from './form-tests.ts';

describe.each(APPLICATION_FORMS.map((form) => [form.title, form] as const))('%s', (_title, form) => {
  testForm(form, runForm);
});
