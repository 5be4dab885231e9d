import { callSidsMeant } from '../../shared/call-sid.ts';
import { goTo } from '../navigation.ts';
import { addressOfComparison } from '../route.ts';

/** Which calls are compared; a link or a line of a log is a call, too. */
export function ChooseCalls({ callSids: [a, b] }: { callSids: readonly [string, string] }) {
  const choose = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const [one = '', other = ''] = ['a', 'b'].map((name) => callSidsMeant(String(form.get(name))).at(-1) ?? '');
    goTo(addressOfComparison(one, other));
  };
  return (
    <form class="choose-calls no-print" onSubmit={choose}>
      <input name="a" aria-label="First call SID" placeholder="First call SID" defaultValue={a} required />
      <input name="b" aria-label="Second call SID" placeholder="Second call SID" defaultValue={b} required />
      <button type="submit" class="primary">
        Compare
      </button>
    </form>
  );
}
