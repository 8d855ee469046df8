// What kinds of fields are called.
import type { FieldKind } from '../../client/types';
import { msg } from '../../kit/text';

export const fieldKinds: Record<FieldKind, string> = {
  text: msg('field-kind-text'),
  number: msg('field-kind-number'),
  choice: msg('field-kind-choice'),
  date: msg('field-kind-date'),
  checkbox: msg('field-kind-checkbox'),
};
