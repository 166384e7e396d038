/** What a channel would send, shown without sending it; and one test message, sent without a running hub. */
package io.tocsin.app.preview;
