/** Whom a rule tells: people with their addresses and quiet hours, teams of them, and which receiver carries what. */
package io.tocsin.model.recipient;
