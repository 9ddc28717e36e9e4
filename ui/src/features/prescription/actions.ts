/** The keys of a prescription that is being written. */
import Printer from '@lucide/svelte/icons/printer';
import Save from '@lucide/svelte/icons/save';
import Send from '@lucide/svelte/icons/send';
import type { Action } from '$/app/actions.svelte';
import { prescription as words } from '$messages/prescription';
import type { Editor, Line } from './editor.svelte';

export type Ways = {
  hasSomething: () => boolean;
  canRepeat: () => boolean;
  submit: () => void;
  save: () => void;
  print: () => void;
  repeat: () => void;
  toTests: () => void;
  keep: (line: Line) => void;
  failed: (error: unknown) => void;
};

export function prescriptionActions(editor: Editor, ways: Ways): Action[] {
  const group = () => words.group;
  const rests = () => !editor.busy && document.querySelector('[role=dialog], [role=menu], [role=alertdialog]') === null;
  /** The line that somebody has to answer first. */
  const first = () => editor.open[0];
  const asks = () => rests() && first() !== undefined;
  const alternative = (place: number): Action => ({
    id: `prescription.alternative_${place}`,
    label: () => words.take,
    shortcuts: [{ code: `Digit${place}`, alt: true }],
    group,
    hidden: true,
    when: () => rests() && first()?.alternatives[place - 1] !== undefined,
    run: () => {
      const line = first();
      const hit = line?.alternatives[place - 1];
      if (line && hit) editor.replace(line.key, hit).catch(ways.failed);
    },
  });
  return [
    { id: 'prescription.submit', label: () => words.submit, icon: Send, shortcuts: [{ code: 'Enter', ctrl: true }], group, when: () => rests() && ways.hasSomething(), run: ways.submit },
    { id: 'prescription.save', label: () => words.save, icon: Save, shortcuts: [{ code: 'KeyS', ctrl: true }], group, when: () => rests() && editor.dirty, run: ways.save },
    { id: 'prescription.print', label: () => words.printDraft, icon: Printer, shortcuts: [{ code: 'KeyP', ctrl: true }], group, when: () => rests() && ways.hasSomething(), run: ways.print },
    { id: 'prescription.repeat', label: () => words.repeat, shortcuts: [{ code: 'KeyD', ctrl: true }], group, when: () => rests() && ways.canRepeat(), run: ways.repeat },
    { id: 'prescription.tests', label: () => words.testLine, shortcuts: [{ code: 'KeyT', ctrl: true }], group, when: rests, run: ways.toTests },
    {
      id: 'prescription.keep',
      label: () => words.keep,
      shortcuts: [{ code: 'KeyK', alt: true }],
      group,
      when: asks,
      run: () => {
        const line = first();
        if (line) ways.keep(line);
      },
    },
    {
      id: 'prescription.remove',
      label: () => words.remove,
      shortcuts: [{ code: 'Delete', alt: true }],
      group,
      when: asks,
      run: () => {
        const line = first();
        if (line) editor.remove(line.key).catch(ways.failed);
      },
    },
    alternative(1),
    alternative(2),
    alternative(3),
  ];
}
