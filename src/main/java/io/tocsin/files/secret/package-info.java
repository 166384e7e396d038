/**
 * Where a placeholder's value may come from beside properties and the environment: {@code {{file:...}}} and {@code
 * {{aws-parameter:...}}}. Camel finds these by {@code META-INF/services/org/apache/camel/properties-function}, and makes one
 * only when a file uses it. {@code {{aws:...}}} is Camel's own.
 */
package io.tocsin.files.secret;
