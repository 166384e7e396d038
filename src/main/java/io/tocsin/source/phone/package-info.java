/** What people say and press on their phones, by way of a provider of calls and messages. */
package io.tocsin.source.phone;
