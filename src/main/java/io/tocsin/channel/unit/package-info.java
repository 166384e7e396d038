/**
 * How a route file takes a length of time or a size with its unit: {@code {{millis:responseTimeout={{responseTimeout}}}}} is
 * the parameter in the unit that the endpoint wants. Camel finds these by {@code
 * META-INF/services/org/apache/camel/properties-function}.
 */
package io.tocsin.channel.unit;
