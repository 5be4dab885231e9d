/** Which picture a tab has. */
export type TabIcon = 'calm' | 'alarm' | 'silent';

/** Changes the tab's picture; the page names each of them in its head. */
export function showTabIcon(icon: TabIcon): void {
  const link = document.head.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const href = document.head.querySelector<HTMLMetaElement>(`meta[name="icon-${icon}"]`)?.content;
  if (link && href && link.getAttribute('href') !== href) link.setAttribute('href', href);
}
