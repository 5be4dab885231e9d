import { TroubleBanner, type Troubled } from './trouble-banner.tsx';

/** The page until it knows whether somebody is signed in: the outline of what comes, and what is wrong meanwhile. */
export function Opening({ troubled }: { troubled: Troubled | undefined }) {
  return (
    <>
      <header class="top top-nav">
        <span class="home">Voice Insights</span>
      </header>
      <main aria-busy={troubled === undefined}>
        <TroubleBanner troubled={troubled} />
        <div class="skeleton">
          <div />
          <div />
          <div />
          <div />
        </div>
      </main>
    </>
  );
}
