/** Requests that may come again, and what was answered to them. */
package io.tocsin.store.repeat;
