/** The shape of a list that comes. */
export function LoadingRows() {
  return (
    <div class="skeleton" aria-hidden="true">
      <div />
      <div />
      <div />
      <div />
    </div>
  );
}
