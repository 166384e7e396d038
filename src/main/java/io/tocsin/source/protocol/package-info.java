/** How senders speak and want to be spoken to: what a request's body holds, and which answer they understand. */
package io.tocsin.source.protocol;
