/** What people press in Telegram: by a URL that Telegram posts to, or fetched from Telegram. */
package io.tocsin.source.telegram;
