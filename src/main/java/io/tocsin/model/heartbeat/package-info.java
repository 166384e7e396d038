/** What senders say again and again while an alert goes on, as it is remembered: without store, Camel and network. */
package io.tocsin.model.heartbeat;
