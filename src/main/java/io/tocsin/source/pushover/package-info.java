/** What people confirm in Pushover, fetched from there. */
package io.tocsin.source.pushover;
