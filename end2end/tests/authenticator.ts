// A device's own authenticator, as the browser's developer tools make one: it always knows its owner.

import type { CDPSession, Page } from '@playwright/test';

/** Gives the page's device an authenticator; its id, and the session to ask it with. */
export async function authenticator(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } as const;
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options });
  return { cdp, authenticatorId };
}

/** Another device of the same person gets the passkeys of the first, as an account that keeps them does it. */
export async function shares(from: { cdp: CDPSession; authenticatorId: string }, to: { cdp: CDPSession; authenticatorId: string }): Promise<void> {
  const { credentials } = await from.cdp.send('WebAuthn.getCredentials', { authenticatorId: from.authenticatorId });
  for (const credential of credentials) await to.cdp.send('WebAuthn.addCredential', { authenticatorId: to.authenticatorId, credential });
}
