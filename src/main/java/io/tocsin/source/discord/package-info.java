/** What people press in Discord. */
package io.tocsin.source.discord;
