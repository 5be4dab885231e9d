import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { localInput, utcOfInput } from './local-input.ts';

/** A control of a toolbar with its word before it. */
export function Field({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is what stands in it
    <label class="field">
      <span>{label}</span>
      {children}
    </label>
  );
}

interface TextFieldProps {
  label: string;
  value: string | undefined;
  suggestions?: readonly string[];
  onChange: (value: string) => void;
  placeholder?: string;
  inputMode?: 'numeric';
  pattern?: string;
}

/** Changes the filter when it is left or Enter is pressed: each change is a new question to the API. */
export function TextField({ label, value, suggestions = [], onChange, placeholder = 'Any', ...input }: TextFieldProps) {
  const id = `known-${label.toLowerCase().replace(' ', '-')}`;
  const field = useValue(value ?? '');
  const take = (input: HTMLInputElement) => {
    // What cannot be looked for does not stay, as if it were.
    if (!input.validity.valid) input.value = value ?? '';
    else onChange(input.value.trim());
  };
  return (
    <Field label={label}>
      <input
        {...input}
        ref={field}
        type="text"
        list={id}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        onChange={(event) => take(event.currentTarget)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take(event.currentTarget);
        }}
      />
      <datalist id={id}>
        {suggestions.map((suggestion) => (
          <option key={suggestion} value={suggestion} />
        ))}
      </datalist>
    </Field>
  );
}

interface TimeFieldProps {
  label: string;
  /** A UTC time. */
  value: string | undefined;
  isRequired?: boolean;
  onChange: (value: string | undefined) => void;
}

/** While a year is typed it is one of the first centuries. */
const EARLIEST = '2000';

/** A time in the viewer's zone. A part of a time changes nothing, or the field would go from under whoever types it. */
export function TimeField({ label, value, isRequired = false, onChange }: TimeFieldProps) {
  const local = value === undefined ? '' : localInput(value);
  const field = useValue(local);
  const leave = (input: HTMLInputElement) => {
    if (input.value !== '') return;
    if (isRequired || input.validity.badInput) input.value = local;
    else if (value !== undefined) onChange(undefined);
  };
  return (
    <Field label={label}>
      <input
        ref={field}
        type="datetime-local"
        title={value}
        onChange={(event) => {
          const utc = utcOfInput(event.currentTarget.value);
          if (utc !== undefined && utc >= EARLIEST) onChange(utc);
        }}
        onBlur={(event) => leave(event.currentTarget)}
      />
    </Field>
  );
}

/** A field that takes a new value and else keeps what somebody is typing, though the page is drawn every second. */
function useValue(value: string) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (field.current !== null) field.current.value = value;
  }, [value]);
  return field;
}
